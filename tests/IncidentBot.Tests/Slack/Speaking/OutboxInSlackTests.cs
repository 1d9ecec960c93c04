using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Speaking;

public sealed class OutboxInSlackTests
{
    [Fact]
    public async Task A_limit_on_one_channel_is_waited_out_while_another_goes_on()
    {
        await using var room = await SpeakingBot.StartAsync();
        room.Slack.Fault("chat.postMessage", FakeFault.Limited("6"));
        await room.Slack.SlashAsync("/detected db down");
        await room.Slack.UntilAsync(s => s.CallsOf("chat.postMessage").Count == 1);
        await room.Slack.SlashAsync("/incident close");

        await room.Slack.SlashAsync("/detected disk full", channel: FakeWorkspace.OtherChannel);
        await room.StatusAsync("disk full", FakeWorkspace.OtherChannel);
        await room.StatusAsync("db down");
        var closing = await room.ClosingAsync();
        var posts = room.Look(w => w.Messages.Where(m => m.ThreadTs is null).ToList());

        Assert.Equal([FakeWorkspace.OtherChannel, FakeWorkspace.Channel, FakeWorkspace.Channel], posts.Select(post => post.Channel));
        Assert.Equal(closing.Ts, posts[2].Ts);
    }

    [Fact]
    public async Task A_post_whose_answer_was_lost_stands_once()
    {
        await using var room = await SpeakingBot.StartAsync();
        room.Slack.Fault("chat.postMessage", new FakeFault { Resets = true, DoesWork = true });

        await room.Slack.SlashAsync("/detected db down");
        await room.Slack.SlashAsync("/note still down");
        await room.StatusAsync("still down");

        Assert.Single(room.Posts());
    }

    [Fact]
    public async Task What_was_owed_at_a_stop_is_sent_after_the_start()
    {
        await using var room = await SpeakingBot.StartAsync();
        room.Slack.Fault("chat.postMessage", FakeFault.Limited("120"));
        await room.Slack.SlashAsync("/detected db down");
        await room.Slack.UntilAsync(s => s.CallsOf("chat.postMessage").Count == 1);

        await room.RestartAsync();
        await room.StatusAsync("db down");

        Assert.Single(room.Posts());
    }

    [Fact]
    public async Task What_the_acknowledgement_brought_is_not_said_again()
    {
        await using var room = await SpeakingBot.StartAsync();
        var command = room.Slack.SlashPayload("/detected db down");
        var ack = await room.Slack.DeliverAsync(FakeSlack.Envelope("slash_commands", command));
        await room.StatusAsync("db down");

        await room.SettledAsync();

        Assert.StartsWith("✓ INC-1 #1", ack.Text, StringComparison.Ordinal);
        Assert.Empty(room.Slack.Answers((string)command["response_url"]!));
        Assert.Empty(room.Look(w => w.Ephemerals.ToList()));
        Assert.Single(room.Posts());
    }
}
