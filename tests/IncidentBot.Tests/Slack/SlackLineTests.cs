using IncidentBot.Core.Commands;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack;

/// <summary>Lines that people type in Slack, through the wire to the file and back to them.</summary>
public sealed class SlackLineTests
{
    public static TheoryData<string> AllVerbs => [.. Verbs.All.Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(AllVerbs))]
    public async Task Every_verb_is_understood_as_a_command_below_the_root_and_as_a_mention(string name)
    {
        await using var room = await SlackRoom.DetectedAsync();
        var verb = Verbs.Find(name)!;
        var line = $"{verb.Name} {verb.Example}".TrimEnd().Replace("<", "&lt;", StringComparison.Ordinal);
        if (verb == Verbs.Reopen)
        {
            await room.Slack.SlashAsync("/incident close");
        }

        var alone = await room.Slack.SlashAsync($"/{line}");
        if (verb == Verbs.Close || verb == Verbs.Reopen)
        {
            await room.Slack.SlashAsync(verb == Verbs.Close ? "/incident reopen" : "/incident close");
        }

        var below = await room.Slack.SlashAsync($"/incident {line}");
        var mention = await room.Slack.MentionAsync(line);
        await room.Slack.UntilAsync(slack => slack.Workspace.Ephemerals.Count > 0);

        Assert.All([alone, below], ack => Assert.Equal("ephemeral", (string?)ack.Payload!["response_type"]));
        Assert.All([alone.Text, below.Text, room.Slack.Workspace.Ephemerals[0].Text], text => Assert.DoesNotContain("You typed:", text, StringComparison.Ordinal));
        Assert.Equal(FakeWorkspace.Ana, room.Slack.Workspace.Ephemerals[0].User);
        Assert.Null(mention.ThreadTs);
    }

    [Fact]
    public async Task A_mention_in_a_thread_is_recorded_with_names_and_answered_there_to_its_writer_only()
    {
        await using var room = await SlackRoom.DetectedAsync();
        var parent = room.Slack.Workspace.Write(FakeWorkspace.Ben, "what now?");

        var message = await room.Slack.MentionAsync("escalate paged <@U0BEN> in <#C0OPS|ops>, see <https://example.org/x>", threadTs: parent.Ts);
        var told = await room.ToldAsync("INC-1 #2 escalate");
        var entry = Assert.Single(await room.LaterAsync());

        Assert.Equal("paged @Ben Dev in #ops, see https://example.org/x", entry.GetProperty("text").GetString());
        Assert.Equal((message.Ts, parent.Ts), (entry.GetProperty("message").GetProperty("id").GetString(), entry.GetProperty("message").GetProperty("thread").GetString()));
        Assert.Equal((FakeWorkspace.Ana, FakeWorkspace.Channel, parent.Ts), (told.User, told.Channel, told.ThreadTs));
    }

    [Fact]
    public async Task A_message_that_only_speaks_of_the_bot_is_left_alone()
    {
        await using var room = await SlackRoom.DetectedAsync();
        var message = room.Slack.Workspace.Write(FakeWorkspace.Ana, $"thanks <@{FakeWorkspace.Bot}> note nothing");
        var mention = message.AsJson();
        mention["type"] = "app_mention";

        await room.Slack.EventAsync(mention);

        Assert.Empty(await room.LaterAsync());
    }

    [Fact]
    public async Task Somebody_never_seen_before_is_named_and_their_clock_is_read_in_the_zone_of_their_profile()
    {
        await using var room = await SlackRoom.DetectedAsync();

        await room.Slack.SlashAsync("/note 2026-03-05 09:00 paged", FakeWorkspace.Ben);
        await room.Slack.SlashAsync("/note 2026-03-05 09:00 answered");
        var entries = await room.LaterAsync();

        Assert.Equal(["Ben Dev", "Ana Ops"], entries.Select(e => e.GetProperty("author").GetString()));
        Assert.Equal([new DateTime(2026, 3, 5, 14, 0, 0), new DateTime(2026, 3, 5, 8, 0, 0)], entries.Select(e => e.GetProperty("occurredAt").GetDateTime()));
    }

    [Fact]
    public async Task A_zone_of_ones_own_beats_the_profiles()
    {
        await using var room = await SlackRoom.DetectedAsync();

        var said = await room.Slack.SlashAsync("/incident zone Asia/Tokyo", FakeWorkspace.Ben);
        await room.Slack.SlashAsync("/note 2026-03-05 18:00 paged", FakeWorkspace.Ben);
        var entries = await room.LaterAsync();

        Assert.StartsWith("✓ Your time zone is Asia/Tokyo", said.Text, StringComparison.Ordinal);
        Assert.Equal([new DateTime(2026, 3, 5, 9, 0, 0)], entries.Select(e => e.GetProperty("occurredAt").GetDateTime()));
    }

    [Fact]
    public async Task Case_38_without_a_zone_in_the_profile_a_clock_is_read_as_UTC_and_the_answer_says_so()
    {
        await using var room = await SlackRoom.DetectedAsync();
        room.Slack.Workspace.Users[FakeWorkspace.Ben].Remove("tz");

        var known = await room.Slack.SlashAsync("/note 2026-03-05 09:00 paged", FakeWorkspace.Ben);
        var unknown = await room.Slack.SlashAsync("/note 2026-03-05 09:30 answered", "U0NEW");
        var entries = await room.LaterAsync();

        Assert.Equal([new DateTime(2026, 3, 5, 9, 0, 0), new DateTime(2026, 3, 5, 9, 30, 0)], entries.Select(e => e.GetProperty("occurredAt").GetDateTime()));
        Assert.Equal(["Ben Dev", "new"], entries.Select(e => e.GetProperty("author").GetString()));
        Assert.All([known.Text, unknown.Text], text => Assert.Contains("your profile names no time zone: read as UTC", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_profile_that_does_not_come_holds_up_no_acknowledgement()
    {
        await using var room = await SlackRoom.DetectedAsync();
        room.Slack.Fault("users.info", new FakeFault { Hangs = true });

        var ack = await room.Slack.SlashAsync("/note paged", FakeWorkspace.Ben);

        // Were the call given up first, it would have been made once more.
        Assert.Single(room.Slack.CallsOf("users.info"), call => call["user"] == FakeWorkspace.Ben);
        Assert.Contains("✓ INC-1 #2 note", ack.Text, StringComparison.Ordinal);
        Assert.Equal("ben", Assert.Single(await room.LaterAsync()).GetProperty("author").GetString());
    }
}
