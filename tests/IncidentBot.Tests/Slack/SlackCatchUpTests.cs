using System.Text.Json;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack;

/// <summary>What people did in Slack while the bot was away is found when it is back, each once.</summary>
public sealed class SlackCatchUpTests
{
    [Fact]
    public async Task Mentions_reactions_and_pins_that_were_missed_are_recorded_once_and_marked_as_recovered()
    {
        await using var room = await SlackRoom.DetectedAsync();
        var old = room.Slack.Workspace.Write(FakeWorkspace.Ben, "graphs are flat");
        await room.StopAsync();

        var mention = room.Slack.Workspace.Write(FakeWorkspace.Ana, $"<@{FakeWorkspace.Bot}> note asked the db team");
        var threaded = room.Slack.Workspace.Write(FakeWorkspace.Ben, $"<@{FakeWorkspace.Bot}> fix rolled back", threadTs: old.Ts);
        var pinned = room.Slack.Workspace.Write(FakeWorkspace.Ben, "the runbook");
        room.Slack.Put(old, "no_entry", FakeWorkspace.Ben);
        room.Slack.Pin(pinned);
        await room.StartAsync();
        await room.ReadAgainAsync();
        await room.StopAsync();
        await room.StartAsync();
        await room.ReadAgainAsync();
        var entries = await room.LaterAsync();

        Assert.Equal(
            [(mention.Ts, "note"), (old.Ts, "dead-end"), (pinned.Ts, "note"), (threaded.Ts, "fix")],
            entries.Select(e => (Id(e), e.GetProperty("kind").GetString()!)).OrderBy(e => e.Item2 == "fix").ThenBy(e => e.Item1 == mention.Ts ? 0 : 1).ThenBy(e => e.Item1, StringComparer.Ordinal));
        Assert.All(entries, e => Assert.True(e.GetProperty("recovered").GetBoolean()));
        await room.ToldAsync("note", FakeWorkspace.Ana);
        await room.ToldAsync("fix", FakeWorkspace.Ben);
    }

    [Fact]
    public async Task What_was_pinned_meanwhile_is_found_however_old_it_is_and_what_was_pinned_before_the_incident_is_left()
    {
        await using var room = await SlackRoom.OpenAsync();
        var old = room.Slack.Workspace.Write(FakeWorkspace.Ben, "deploy 418 goes out", ago: TimeSpan.FromHours(5));
        var older = room.Slack.Workspace.Write(FakeWorkspace.Ben, "house rules", ago: TimeSpan.FromDays(9));
        room.Slack.Pin(older, at: 1_600_000_000);
        await room.Slack.SlashAsync("/detected checkout is down");
        await room.StopAsync();

        room.Slack.Pin(old);
        await room.StartAsync();
        await room.ReadAgainAsync();
        var entry = Assert.Single(await room.LaterAsync());

        Assert.Equal((old.Ts, "pin", true), (Id(entry), entry.GetProperty("message").GetProperty("how").GetString(), entry.GetProperty("recovered").GetBoolean()));
    }

    [Fact]
    public async Task A_dropped_socket_is_a_gap_too()
    {
        await using var room = await SlackRoom.DetectedAsync();
        await room.ReadAgainAsync();
        var message = room.Slack.Workspace.Write(FakeWorkspace.Ben, "disk full");
        room.Slack.Put(message, "pushpin", FakeWorkspace.Ben);

        room.Slack.Sockets[0].Drop();
        await room.TickedAsync(message);
        var entry = Assert.Single(await room.LaterAsync());

        Assert.Equal(("disk full", true), (entry.GetProperty("text").GetString(), entry.GetProperty("recovered").GetBoolean()));
    }

    [Fact]
    public async Task What_was_taken_back_by_hand_stays_so_and_what_went_with_its_mark_comes_back_with_it()
    {
        await using var room = await SlackRoom.DetectedAsync();
        var undone = room.Slack.Workspace.Write(FakeWorkspace.Ben, "undone by hand");
        var unmarked = room.Slack.Workspace.Write(FakeWorkspace.Ben, "unmarked, and marked again");
        await room.Slack.ReactAsync(undone, "pushpin");
        await room.Slack.ReactAsync(unmarked, "pushpin");
        await room.Slack.SlashAsync("/incident undo 2");
        await room.Slack.UnreactAsync(unmarked, "pushpin");
        await room.StopAsync();

        room.Slack.Put(unmarked, "pushpin");
        await room.StartAsync();
        await room.ReadAgainAsync();
        var entries = await room.LaterAsync();

        Assert.Equal([(undone.Ts, true), (unmarked.Ts, true), (unmarked.Ts, false)], entries.Select(e => (Id(e), e.GetProperty("withdrawn").GetBoolean())));
    }

    [Fact]
    public async Task Edits_deletions_and_marks_that_went_meanwhile_are_history()
    {
        await using var room = await SlackRoom.DetectedAsync();
        FakeMessage[] messages = [.. new[] { "edited", "deleted", "unmarked", "unpinned", "untouched" }.Select(text => room.Slack.Workspace.Write(FakeWorkspace.Ben, text))];
        foreach (var message in messages.Where(message => message.Text != "unpinned"))
        {
            await room.Slack.ReactAsync(message, "pushpin");
        }

        await room.Slack.PinAsync(messages[3]);
        await room.StopAsync();

        room.Slack.Edit(messages[0], "edited later");
        room.Slack.Delete(messages[1]);
        room.Slack.Away(messages[2], "pushpin");
        room.Slack.Pin(messages[3], null);
        await room.StartAsync();
        await room.ReadAgainAsync();
        var entries = (await room.LaterAsync()).ToDictionary(Id);

        Assert.Equal("edited later", entries[messages[0].Ts].GetProperty("text").GetString());
        Assert.Equal("edited there", Reason(entries[messages[0].Ts]));
        Assert.Equal("deleted there", Reason(entries[messages[1].Ts]));
        Assert.Equal("reaction:pushpin removed", Reason(entries[messages[2].Ts]));
        Assert.Equal("pin removed", Reason(entries[messages[3].Ts]));
        Assert.Empty(entries[messages[4].Ts].GetProperty("history").EnumerateArray());
        Assert.All(messages[..4], m => Assert.True(entries[m.Ts].GetProperty("history")[0].GetProperty("recovered").GetBoolean()));
        await room.TickedAsync(messages[2], isTicked: false);
    }

    private static string Id(JsonElement entry) => entry.GetProperty("message").GetProperty("id").GetString()!;

    private static string? Reason(JsonElement entry) => Assert.Single(entry.GetProperty("history").EnumerateArray()).GetProperty("reason").GetString();
}
