using System.Globalization;
using System.Text.Json;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack;

/// <summary>Messages that become entries by a reaction or a pin, through the wire to the file.</summary>
public sealed class SlackMarkTests
{
    [Fact]
    public async Task A_pushpin_notes_a_message_at_its_own_time_with_its_exact_words_and_a_tick()
    {
        await using var room = await SlackRoom.DetectedAsync();
        var message = room.Slack.Workspace.Write(FakeWorkspace.Ben, "errors *since* 13:50 &lt;see <https://example.org/g|graph>&gt; cc <@U0ANA>", ago: TimeSpan.FromMinutes(25));

        await room.Slack.ReactAsync(message, "pushpin");
        await room.TickedAsync(message);
        var entry = Assert.Single(await room.LaterAsync());

        Assert.Equal("errors *since* 13:50 <see graph (https://example.org/g)> cc @Ana Ops", Text(entry));
        Assert.Equal(("note", "Ben Dev", "Ana Ops"), (Of(entry, "kind"), Of(entry, "author"), Of(entry, "recordedBy")));
        Assert.Equal(Minute(message.Ts), entry.GetProperty("occurredAt").GetDateTime());
        Assert.Equal($"https://fake.slack.test/archives/C0GEN/p{message.Ts.Replace(".", "", StringComparison.Ordinal)}", Of(entry.GetProperty("message"), "link"));
    }

    [Fact]
    public async Task In_a_thread_too_by_the_emoji_of_the_map_with_any_skin_tone()
    {
        await using var room = await SlackRoom.DetectedAsync(("Slack:Reactions:raised_hands", "fix"));
        var parent = room.Slack.Workspace.Write(FakeWorkspace.Ana, "ideas?");
        var wrong = room.Slack.Workspace.Write(FakeWorkspace.Ben, "it was not the cache", threadTs: parent.Ts);
        var right = room.Slack.Workspace.Write(FakeWorkspace.Ben, "rolled back 418", threadTs: parent.Ts);

        await room.Slack.ReactAsync(wrong, "no_entry");
        await room.Slack.ReactAsync(right, "raised_hands::skin-tone-3");
        await room.Slack.ReactAsync(right, "eyes");
        var entries = await room.LaterAsync();

        Assert.Equal([("dead-end", "it was not the cache"), ("fix", "rolled back 418")], entries.Select(e => (Of(e, "kind"), Text(e))));
        Assert.All(entries, e => Assert.Equal(parent.Ts, Of(e.GetProperty("message"), "thread")));
    }

    [Fact]
    public async Task Twice_or_by_two_people_is_one_entry_and_only_the_last_mark_that_goes_takes_it_back()
    {
        await using var room = await SlackRoom.DetectedAsync();
        var message = room.Slack.Workspace.Write(FakeWorkspace.Ben, "disk full");

        await room.Slack.ReactAsync(message, "pushpin");
        await room.Slack.ReactAsync(message, "pushpin", FakeWorkspace.Ben);
        await room.TickedAsync(message);
        await room.Slack.UnreactAsync(message, "pushpin");
        var still = Assert.Single(await room.LaterAsync());
        await room.Slack.UnreactAsync(message, "pushpin", FakeWorkspace.Ben);
        await room.TickedAsync(message, isTicked: false);
        var gone = Assert.Single(await room.LaterAsync());
        await room.Slack.ReactAsync(message, "pushpin");
        var again = await room.LaterAsync();

        Assert.False(still.GetProperty("withdrawn").GetBoolean());
        Assert.True(gone.GetProperty("withdrawn").GetBoolean());
        Assert.Equal("reaction:pushpin removed", Of(gone.GetProperty("history")[0], "reason"));
        Assert.Equal([true, false], again.Select(e => e.GetProperty("withdrawn").GetBoolean()));
    }

    [Fact]
    public async Task A_pin_notes_a_message_until_it_is_removed_and_again_when_it_is_back()
    {
        await using var room = await SlackRoom.DetectedAsync();
        var message = room.Slack.Workspace.Write(FakeWorkspace.Ben, "the runbook");

        await room.Slack.PinAsync(message);
        await room.Slack.PinAsync(message, FakeWorkspace.Ben);
        await room.Slack.UnpinAsync(message, FakeWorkspace.Ben);
        await room.Slack.PinAsync(message);
        var entries = await room.LaterAsync();

        Assert.Equal([("pin", true), ("pin", false)], entries.Select(e => (Of(e.GetProperty("message"), "how"), e.GetProperty("withdrawn").GetBoolean())));
        Assert.Equal("Ben Dev", Of(entries[0].GetProperty("history")[0], "by"));
    }

    [Fact]
    public async Task What_the_bot_writes_pins_and_ticks_is_never_captured()
    {
        await using var room = await SlackRoom.DetectedAsync();
        var theirs = room.Slack.Workspace.Write(FakeWorkspace.Ben, "something");
        var own = room.Slack.Workspace.Write(FakeWorkspace.Bot, "the status");

        await room.Slack.PinAsync(own);
        await room.Slack.ReactAsync(own, "pushpin");
        await room.Slack.PinAsync(own, FakeWorkspace.Bot);
        await room.Slack.ReactAsync(theirs, "pushpin", FakeWorkspace.Bot);

        Assert.Empty(await room.LaterAsync());
    }

    [Fact]
    public async Task Where_no_incident_is_open_whoever_marks_a_message_is_told_in_its_thread_and_nobody_else()
    {
        await using var room = await SlackRoom.OpenAsync();
        var parent = room.Slack.Workspace.Write(FakeWorkspace.Ana, "hello");
        var message = room.Slack.Workspace.Write(FakeWorkspace.Ana, "slow today", threadTs: parent.Ts);

        await room.Slack.ReactAsync(message, "pushpin", FakeWorkspace.Ben);
        var told = await room.ToldAsync("No incident is open here, so the message was not recorded.", FakeWorkspace.Ben);

        Assert.Equal((FakeWorkspace.Channel, parent.Ts), (told.Channel, told.ThreadTs));
        Assert.Empty(room.Slack.CallsOf("chat.postMessage"));
        Assert.Empty(room.Slack.CallsOf("reactions.add"));
    }

    [Fact]
    public async Task Edits_and_the_deletion_of_a_captured_message_are_history_those_of_others_nothing()
    {
        await using var room = await SlackRoom.DetectedAsync();
        var captured = room.Slack.Workspace.Write(FakeWorkspace.Ben, "db is slwo");
        var other = room.Slack.Workspace.Write(FakeWorkspace.Ben, "lunch?");
        await room.Slack.ReactAsync(captured, "pushpin");

        await room.Slack.EditAsync(captured, "db is slow &amp; hot");
        await room.Slack.EditAsync(other, "dinner?");
        await room.Slack.DeleteAsync(other);
        await room.Slack.DeleteAsync(captured);
        var entry = Assert.Single(await room.LaterAsync());

        Assert.Equal("db is slow & hot", Text(entry));
        Assert.Equal(
            [("amended", "edited there", "db is slwo"), ("amended", "deleted there", "db is slow & hot")],
            entry.GetProperty("history").EnumerateArray().Select(c => (Of(c, "change"), Of(c, "reason"), Of(c.GetProperty("before"), "text"))));
        Assert.True(entry.GetProperty("message").GetProperty("deleted").GetBoolean());
        Assert.False(entry.GetProperty("withdrawn").GetBoolean());
    }

    [Fact]
    public async Task A_message_of_somebody_nobody_knows_is_captured_without_showing_an_id()
    {
        await using var room = await SlackRoom.DetectedAsync();
        var message = room.Slack.Workspace.Write("U0GONE", "seen on <#C0OPS> by <@U0ELSE>");

        await room.Slack.ReactAsync(message, "pushpin");
        var entry = Assert.Single(await room.LaterAsync());

        Assert.Equal(("someone", "seen on #private-channel by @someone"), (Of(entry, "author"), Text(entry)));
    }

    private static string? Of(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static string? Text(JsonElement entry) => Of(entry, "text");

    private static DateTime Minute(string ts)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(ts.Split('.')[0], CultureInfo.InvariantCulture)).UtcDateTime;
        return at.AddSeconds(-at.Second);
    }
}
