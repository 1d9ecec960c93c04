using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Speaking;

/// <summary>The one message that says where an incident stands.</summary>
public sealed class StatusInSlackTests
{
    [Fact]
    public async Task It_is_posted_once_pinned_and_edited_in_place_also_after_a_restart()
    {
        await using var room = await SpeakingBot.StartAsync();

        await room.Slack.SlashAsync("/detected db down");
        var posted = await room.StatusAsync("db down");
        await room.Slack.SlashAsync("/note before the restart");
        await room.StatusAsync("before the restart");
        await room.RestartAsync();
        await room.Slack.SlashAsync("/note after the restart");
        var edited = await room.StatusAsync("after the restart");

        Assert.Equal(posted.Ts, edited.Ts);
        Assert.Equal(posted.Ts, Assert.Single(room.Posts()).Ts);
    }

    [Fact]
    public async Task Many_commands_are_one_edit()
    {
        await using var room = await SpeakingBot.StartAsync();
        await room.Slack.SlashAsync("/detected db down");
        await room.StatusAsync("db down");
        await room.SettledAsync();
        var before = room.Slack.CallsOf("chat.update").Count;
        room.Slack.Fault("chat.update", FakeFault.Limited("8"));

        await Task.WhenAll(Enumerable.Range(1, 10).Select(i => room.Slack.SlashAsync($"/note step {i}")));
        await room.Slack.SlashAsync("/note the last");
        await room.StatusAsync("the last");

        Assert.InRange(room.Slack.CallsOf("chat.update").Count - before, 2, 4);
    }

    [Fact]
    public async Task Deleted_by_somebody_it_is_posted_anew()
    {
        await using var room = await SpeakingBot.StartAsync();
        await room.Slack.SlashAsync("/detected db down");
        var first = await room.StatusAsync("db down");
        await room.SettledAsync();

        room.Look(w => w.Messages.Remove(first));
        await room.Slack.SlashAsync("/note still down");
        var second = await room.StatusAsync("still down");
        await room.Slack.SlashAsync("/note up again");
        await room.StatusAsync("up again");

        Assert.NotEqual(first.Ts, second.Ts);
        Assert.Equal(second.Ts, Assert.Single(room.Posts()).Ts);
    }

    [Theory]
    [InlineData("is_member", false, "I am not in it")]
    [InlineData("is_archived", true, "it is archived")]
    public async Task Case_22_a_channel_that_cannot_be_written_to_is_given_up_told_of_and_captured_all_the_same(string what, bool value, string why)
    {
        await using var room = await SpeakingBot.StartAsync();
        room.Look(w => w.Channels[FakeWorkspace.Channel][what] = value);

        var ack = await room.Slack.SlashAsync("/detected db down");
        var told = await room.MessageAsync(m => m.Channel == "D0ANA");
        await room.Slack.SlashAsync("/note still recorded");
        await room.SettledAsync();
        var ready = await room.Bot.GetJsonAsync("/readyz");

        Assert.StartsWith("✓ INC-1 #1", ack.Text, StringComparison.Ordinal);
        Assert.Contains(why, told.Text, StringComparison.Ordinal);
        Assert.Contains("not posted: status of INC-1 in C0GEN", ready.GetProperty("checks").GetProperty("slack").GetString(), StringComparison.Ordinal);
        Assert.Equal(["db down", "still recorded"], await room.TextsAsync());
        Assert.Equal(2, room.Slack.CallsOf("chat.postMessage").Count(call => call["channel"] == FakeWorkspace.Channel));
        Assert.Single(room.Look(w => w.In("D0ANA").ToList()));

        room.Look(w => w.Channels[FakeWorkspace.Channel][what] = !value);
        await room.Slack.SlashAsync("/note now it works");
        await room.StatusAsync("now it works");
    }

    [Fact]
    public async Task An_incident_of_fifty_entries_disturbs_its_channel_three_times_at_most()
    {
        await using var room = await SpeakingBot.StartAsync();
        await room.Slack.SlashAsync("/detected db down");
        await room.StatusAsync("db down");
        for (var i = 2; i <= 49; i++)
        {
            await room.Slack.SlashAsync($"/note step {i}", i % 2 == 0 ? FakeWorkspace.Ana : FakeWorkspace.Ben);
        }

        await room.Slack.SlashAsync("/resolved");
        await room.Slack.SlashAsync("/incident close");
        var closing = await room.ClosingAsync();
        await room.FileAsync(FakeWorkspace.Channel, closing.Ts);
        await room.SettledAsync();

        Assert.Equal(50, (await room.TextsAsync()).Count);
        Assert.InRange(room.Posts().Count, 2, 3);
    }
}
