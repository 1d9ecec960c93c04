using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Speaking;

/// <summary>An incident that is fed from a room in Slack and from one elsewhere.</summary>
public sealed class LinksInSlackTests
{
    [Fact]
    public async Task A_room_that_joins_gets_the_status_and_the_draft_and_hears_what_is_typed_elsewhere()
    {
        await using var room = await SpeakingBot.StartAsync(("Commands:AcrossCommunities", "true"));
        await room.Bot.TypeAsync("/detected db down", channel: "C9");

        var ack = await room.Slack.SlashAsync("/incident link INC-1");
        await room.StatusAsync("db down");
        await room.Bot.TypeAsync("/note typed elsewhere", channel: "C9");
        var status = await room.StatusAsync("typed elsewhere");
        await room.Slack.SlashAsync("/fix typed in Slack");
        await room.Bot.TypeAsync("/incident close", channel: "C9");
        var closing = await room.ClosingAsync();
        await room.FileAsync(FakeWorkspace.Channel, closing.Ts);

        Assert.StartsWith("✓ INC-1 is fed from here, too: db down.", ack.Text, StringComparison.Ordinal);
        Assert.Contains("fed from 2 rooms", Said.By(status), StringComparison.Ordinal);
        Assert.Equal(["db down", "typed elsewhere", "typed in Slack"], await room.TextsAsync());
    }

    [Fact]
    public async Task A_room_that_leaves_says_so_where_the_status_stood_and_hears_no_more()
    {
        await using var room = await SpeakingBot.StartAsync(("Commands:AcrossCommunities", "true"));
        await room.Bot.TypeAsync("/detected db down", channel: "C9");
        await room.Slack.SlashAsync("/incident link INC-1");
        var before = await room.StatusAsync("db down");

        await room.Slack.SlashAsync("/incident unlink");
        var after = await room.StatusAsync("INC-1 is not fed from here any more");
        await room.Bot.TypeAsync("/note of no concern here", channel: "C9");
        await room.Bot.TypeAsync("/incident close", channel: "C9");
        await room.SettledAsync();

        Assert.Equal(before.Ts, after.Ts);
        Assert.Equal(before.Ts, Assert.Single(room.Posts()).Ts);
        Assert.DoesNotContain("of no concern", Said.By(Assert.Single(room.Posts())), StringComparison.Ordinal);
    }
}
