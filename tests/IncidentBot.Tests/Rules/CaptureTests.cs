using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Rules;

/// <summary>From a typed line to a confirmed entry.</summary>
public sealed class CaptureTests
{
    [Fact]
    public void Detected_opens_an_incident_and_takes_its_title_from_the_text()
    {
        var room = new Room();

        var answer = room.Type("/detected checkout returns 500s", at: "09:03");

        Assert.Equal((true, new IncidentId(1), 1, "detected"), (answer.Recorded, answer.Incident!.Value, answer.Entry!.Value, answer.Kind));
        Assert.Equal(Room.At("09:03"), answer.OccurredAt);
        Assert.Equal("checkout returns 500s", room.Incident.Title);
        Assert.Contains("✓ INC-1 #1 detected · recorded now (09:03 UTC) · checkout returns 500s", answer.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_first_line_is_cut_for_the_title_and_kept_in_the_entry()
    {
        var room = new Room();
        var text = new string('a', 78) + "😀😀\nsecond line";

        room.Type($"/detected {text}");

        Assert.Equal(new string('a', 78) + "…", room.Incident.Title);
        Assert.Equal(text, room.Incident.Find(1)!.Text);
    }

    [Fact]
    public void A_moment_without_a_time_happened_in_the_minute_it_was_typed()
    {
        var room = new Room();
        room.Type("/detected down", at: "09:03");
        room.Now += NodaTime.Duration.FromSeconds(40);

        var answer = room.Type("/note looked at the graphs");

        Assert.Equal(Room.At("09:03"), answer.OccurredAt);
        Assert.Equal(room.Now, answer.RecordedAt);
    }

    [Fact]
    public void The_time_said_the_typed_phrase_and_its_zone_are_kept_beside_the_time_recorded()
    {
        var room = new Room { Zone = "Europe/Madrid" };

        room.Type("/detected 09:50 down", at: "09:03");

        var entry = room.Incident.Find(1)!;
        Assert.Equal(Room.At("08:50"), entry.When!.OccurredAt);
        Assert.Equal(Room.At("09:03"), entry.RecordedAt);
        Assert.Equal(("09:50", "Europe/Madrid"), (entry.Words.TypedTime, entry.When.Zone));
        Assert.Equal("down", entry.Text);
    }

    [Fact]
    public void A_confirmation_says_number_time_in_the_incidents_zone_and_in_utc_kind_and_text()
    {
        var room = new Room { Zone = "Europe/Madrid" };
        room.Type("/detected down", at: "09:00");

        var answer = room.Type("/dead-end 10:05-10:20 flushed the cache", at: "09:25");

        Assert.Equal(
            "✓ INC-1 #2 dead-end · today 10:05–10:20 CET (09:05–09:20 UTC), 5 min ago · flushed the cache", answer.Reply);
    }

    [Fact]
    public void Someone_in_another_zone_also_sees_how_their_time_was_read()
    {
        var room = new Room { Zone = "America/New_York" };
        room.Type("/detected down", at: "09:00");
        room.Zone = "Europe/Madrid";

        var answer = room.Type("/note 10:05 looked", at: "09:25");

        Assert.Equal(Room.At("09:05"), answer.OccurredAt);
        Assert.Contains("today 04:05 EST (09:05 UTC), 20 min ago; read as today 10:05 CET", answer.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zone_set_on_the_incident_beats_the_authors()
    {
        var room = new Room { Zone = "Europe/Madrid" };
        room.Type("/detected down", at: "09:00");
        room.Type("/incident set zone america/new_york");

        var answer = room.Type("/note 04:05 looked", at: "09:25");

        Assert.Equal(Room.At("09:05"), answer.OccurredAt);
        Assert.Equal("America/New_York", room.Incident.Zone);
    }

    [Theory]
    [InlineData("/note 2026-03-05 18:00 planned", "in 8 h 35 min")]
    [InlineData("/dead-end 09:20-09:10 x", "ends before it starts")]
    public void A_refused_time_records_nothing_and_offers_the_line_back(string line, string reason)
    {
        var room = new Room();
        room.Type("/detected down", at: "09:00");

        var answer = room.Type(line, at: "09:25");

        Assert.False(answer.Recorded);
        Assert.Contains(reason, answer.Reply, StringComparison.Ordinal);
        Assert.Contains($"`{line}`", answer.Reply, StringComparison.Ordinal);
        Assert.Single(room.Incident.Entries);
    }

    [Fact]
    public void A_message_that_was_sent_long_ago_is_not_called_now()
    {
        var room = new Room { Delay = NodaTime.Duration.FromHours(26) };

        var answer = room.Type("/detected down", at: "09:03");

        Assert.Equal(Room.At("09:03"), answer.OccurredAt);
        Assert.Contains("recorded for when it was sent, Thu 5 Mar 09:03 UTC, 1 d 2 h ago", answer.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resolution_before_the_detection_is_pointed_out()
    {
        var room = new Room();
        room.Type("/detected 09:00 down", at: "09:01");

        var answer = room.Type("/resolved 08:00", at: "09:50");

        Assert.Contains("before the detection", answer.Reply, StringComparison.Ordinal);
        Assert.Contains("The end is before the start", room.Type("/incident close").Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolved_needs_no_text_and_stops_the_clock()
    {
        var room = new Room();
        room.Type("/detected 09:00 down", at: "09:01");

        var answer = room.Type("/resolved 09:45", at: "09:50");

        Assert.True(answer.Recorded);
        Assert.Equal(IncidentState.Resolved, room.Incident.State);
        Assert.Contains("The clock stopped after 45 min", answer.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Detected_again_before_the_close_joins_the_incident_and_after_it_opens_the_next()
    {
        var room = new Room();
        room.Type("/detected down", at: "09:00");
        room.Type("/resolved", at: "09:30");
        room.Type("/detected down again", at: "09:40");
        Assert.Equal((new IncidentId(1), IncidentState.Open, 3), (room.Incident.Id, room.Incident.State, room.Incident.Entries.Count));

        room.Type("/incident close", at: "09:50");
        room.Type("/detected another one", at: "10:00");

        Assert.Equal((new IncidentId(2), 1), (room.Incident.Id, room.Incident.Entries.Count));
    }

    [Theory]
    [InlineData("/note looked")]
    [InlineData("/resolved")]
    [InlineData("/impact 30% failed")]
    public void Without_an_incident_the_answer_says_how_to_start_and_offers_the_line_back(string line)
    {
        var answer = new Room().Type(line);

        Assert.False(answer.Recorded);
        Assert.Contains("/detected", answer.Reply, StringComparison.Ordinal);
        Assert.Contains(line, answer.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void After_the_close_moments_are_refused_with_the_way_back_and_the_write_up_goes_on()
    {
        var room = new Room();
        room.Type("/detected down");
        room.Type("/incident close");

        var moment = room.Type("/note too late");
        var writeUp = room.Type("/impact 30% failed");

        Assert.False(moment.Recorded);
        Assert.Contains("/incident reopen", moment.Reply, StringComparison.Ordinal);
        Assert.Contains("/note too late", moment.Reply, StringComparison.Ordinal);
        Assert.Equal((true, 2, null), (writeUp.Recorded, writeUp.Entry, writeUp.OccurredAt));
    }

    [Theory]
    [InlineData("/detectd down", "/detected")]
    [InlineData("/incident clsoe", "/incident close")]
    [InlineData("@bot esclate dba", "/escalate")]
    [InlineData("just talking", "/note just talking")]
    [InlineData("/note", "/note graphs show errors")]
    [InlineData("/incident set color blue", "/incident set zone Europe/Madrid")]
    [InlineData("/incident layout bold-markdown", "/incident set layout")]
    [InlineData("/incident cl", "/incident close")]
    [InlineData("/note 10:30", "the text is not")]
    public void What_is_not_understood_gets_the_nearest_command_and_an_example(string line, string suggested)
    {
        var room = new Room();
        room.Type("/detected down");

        var answer = room.Type(line);

        Assert.False(answer.Recorded);
        Assert.Contains(suggested, answer.Reply, StringComparison.Ordinal);
        Assert.Single(room.Incident.Entries);
    }

    [Fact]
    public void A_repeated_delivery_gets_the_first_answer_and_records_nothing()
    {
        var room = new Room();
        room.Type("/detected down", delivery: "1");
        var noted = room.Type("/note looked", delivery: "2");
        var refused = room.Type("/note 2030-01-01 10:00 later", delivery: "3");
        var closed = room.Type("/incident close", delivery: "4");

        Assert.Equal(noted, room.Type("/note something else", delivery: "2"));
        Assert.Equal(refused, room.Type("/note looked", delivery: "3"));
        Assert.Equal(closed, room.Type("/incident close", delivery: "4"));
        Assert.Equal(2, room.Incident.Entries.Count);
    }

    [Fact]
    public void Two_rooms_have_an_incident_each()
    {
        var first = new Room();
        var second = new Room(store: first.Store, channel: "C2");
        first.Type("/detected here");
        second.Type("/detected there");

        Assert.Equal((new IncidentId(1), new IncidentId(2)), (first.Incident.Id, second.Incident.Id));
        Assert.Equal(["INC-2 there", "INC-1 here"], first.Type("/incident list").Reply.Split('\n').Select(l => l.Split(" ·")[0]));
    }

    [Fact]
    public void Text_is_kept_as_typed_but_for_what_nothing_can_carry()
    {
        var room = new Room();

        room.Type("/detected  a\r\nb\0c \uD83D <b>*x*</b> 😀  ");

        Assert.Equal("a\nb␀c \uFFFD <b>*x*</b> 😀", room.Incident.Find(1)!.Text);
    }

    [Fact]
    public void A_text_of_a_hundred_kilobytes_is_stored_whole_and_shown_cut()
    {
        var room = new Room();
        var text = string.Concat(Enumerable.Repeat("0123456789", 10_000));

        var answer = room.Type($"/detected {text}");

        Assert.Equal(text, room.Incident.Find(1)!.Text);
        Assert.True(answer.Reply.Length < 1000);
        Assert.Contains("100,000 characters, kept whole", answer.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_says_whose_it_is_and_by_when()
    {
        var room = new Room();
        room.Type("/detected down");

        var answer = room.Type("/task [Monitoring] alert on missing indexes @kim by 2026-12-01");

        Assert.Contains("owner kim, due 2026-12-01", answer.Reply, StringComparison.Ordinal);
        Assert.Equal("alert on missing indexes @kim by 2026-12-01", room.Incident.Find(2)!.Text);
    }
}
