using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Rules;

/// <summary>Open, close, reopen, set, status, help.</summary>
public sealed class LifeTests
{
    private readonly Room _room = new();

    [Fact]
    public void Open_takes_a_title_and_leaves_the_clock_to_the_detection()
    {
        var answer = _room.Type("/incident open Checkout down");

        Assert.Equal((true, null, "open"), (answer.Recorded, answer.Entry, answer.Kind));
        Assert.Equal("Checkout down", _room.Incident.Title);
        Assert.Null(Timeline.Start(_room.Incident));
    }

    [Fact]
    public void A_channel_has_one_open_incident()
    {
        _room.Type("/incident open First");

        var answer = _room.Type("/incident open Second");

        Assert.False(answer.Recorded);
        Assert.Contains("INC-1 is still open", answer.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Close_lists_what_is_missing_and_never_refuses()
    {
        _room.Type("/detected down", at: "09:00");

        var answer = _room.Type("/incident close", at: "09:30");

        Assert.True(answer.Recorded);
        Assert.Equal(IncidentState.Closed, _room.Incident.State);
        foreach (var part in (string[])["End", "Impact", "Root Cause", "Resolution", "Improvements", "Tasks", "Conclusion"])
        {
            Assert.Contains($"• {part}: `/", answer.Reply, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("• Start", answer.Reply, StringComparison.Ordinal);
        Assert.DoesNotContain("• Timeline", answer.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Closing_twice_says_who_closed_it()
    {
        _room.Type("/detected down");
        _room.Type("/incident close", user: "bob", at: "09:30");

        var answer = _room.Type("/incident close", user: "ana", at: "09:40");

        Assert.False(answer.Recorded);
        Assert.Contains("already closed by Bob, today 09:30 UTC", answer.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Reopen_goes_on_with_the_last_closed_one()
    {
        _room.Type("/detected down");
        _room.Type("/incident close");

        Assert.True(_room.Type("/incident reopen").Recorded);
        Assert.Equal(2, _room.Type("/note going on").Entry);
        Assert.False(_room.Type("/incident reopen").Recorded);
    }

    [Theory]
    [InlineData("/incident set title Better", "Better")]
    [InlineData("/incident set severity sev2", "SEV2")]
    [InlineData("/incident set zone europe/madrid", "Europe/Madrid")]
    [InlineData("/incident set style Bold-Markdown", "bold-markdown")]
    public void A_property_is_set_in_its_proper_spelling(string line, string value)
    {
        _room.Type("/detected down");

        var answer = _room.Type(line);

        Assert.Equal((true, null, "set"), (answer.Recorded, answer.Entry, answer.Kind));
        Assert.Contains(value, answer.Reply, StringComparison.Ordinal);
        Assert.Contains(value, new[] { _room.Incident.Title, _room.Incident.Severity, _room.Incident.SetZone, _room.Incident.Layout });
    }

    [Theory]
    [InlineData("/incident set severity terrible", "SEV1, SEV2, SEV3, SEV4")]
    [InlineData("/incident set zone madrid", "Europe/Madrid")]
    [InlineData("/incident set layout bold", "`/incident set layout bold-markdown`")]
    [InlineData("/incident set duration yesterday", "set duration 2026-02-10 15:00 - 2026-02-11 04:30")]
    [InlineData("/incident set duration 2026-03-05 08:00 - 2026-03-05 07:00", "ends before it starts")]
    public void A_wrong_value_is_refused_with_what_there_is(string line, string offered)
    {
        _room.Type("/detected down");

        var answer = _room.Type(line);

        Assert.False(answer.Recorded);
        Assert.Contains(offered, answer.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void A_said_duration_wins_over_the_entries()
    {
        _room.Type("/detected 08:50 down", at: "09:00");
        _room.Type("/resolved 09:30", at: "09:30");

        _room.Type("/incident set duration 2026-03-04 22:00 - 2026-03-05 09:35", at: "09:40");

        Assert.Equal(NodaTime.Instant.FromUtc(2026, 3, 4, 22, 0), Timeline.Start(_room.Incident));
        Assert.Equal(Room.At("09:35"), Timeline.End(_room.Incident));
    }

    [Fact]
    public void Status_tells_the_state_the_last_entries_and_what_is_missing()
    {
        _room.Type("/detected 09:00 down", at: "09:01");
        _room.Type("/note one", at: "09:05");
        _room.Type("/incident set severity SEV1");

        var answer = _room.Type("/incident status", at: "09:42");

        Assert.False(answer.Recorded);
        Assert.StartsWith("INC-1 down · open · SEV1 · running for 42 min", answer.Reply, StringComparison.Ordinal);
        Assert.Contains("today 09:05 UTC #2 note · one", answer.Reply, StringComparison.Ordinal);
        Assert.Contains("• Impact", answer.Reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("console", "http://127.0.0.1:5080", true)]
    [InlineData("slack:C1", "http://127.0.0.1:5080", false)]
    [InlineData("discord:1/9", "http://localhost:5080", false)]
    [InlineData("slack:C1", "https://incidents.example.org", true)]
    [InlineData("discord:1/9", "https://incidents.example.org", true)]
    public void An_address_is_named_only_where_others_can_open_it(string channel, string url, bool isNamed)
    {
        var room = new Room(new CommandSettings { WebUrl = url }, channel: channel);
        room.Type("/detected down");
        foreach (var n in Enumerable.Range(1, 25))
        {
            room.Type($"/note down {n}");
        }

        var replies = new[] { "/incident export html", "/incident find down", "/incident close" }.Select(line => room.Type(line).Reply);

        Assert.All(replies, reply => Assert.Equal(isNamed, reply.Contains(url, StringComparison.Ordinal)));
    }

    [Fact]
    public void Help_lists_every_verb_with_the_configured_root()
    {
        var help = new Room(new CommandSettings { Root = "sos" }).Type("/sos help").Reply;

        Assert.All(Verbs.All, verb => Assert.Contains(verb.Usage("sos"), help, StringComparison.Ordinal));
        Assert.DoesNotContain("/incident", help, StringComparison.Ordinal);
    }
}
