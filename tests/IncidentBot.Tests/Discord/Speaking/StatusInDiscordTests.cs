using IncidentBot.Discord.Capture;
using IncidentBot.Storage.Rooms;
using IncidentBot.Tests.Discord.Fakes;

namespace IncidentBot.Tests.Discord.Speaking;

/// <summary>The one message that says where an incident stands.</summary>
public sealed class StatusInDiscordTests
{
    [Fact]
    public async Task It_is_posted_once_pinned_and_edited_in_place_also_after_a_restart()
    {
        await using var room = await DiscordRoom.OpenAsync();

        await room.SlashAsync("detected", "db down");
        var posted = await room.StatusAsync("db down");
        await room.SlashAsync("note", "before the restart");
        await room.StatusAsync("before the restart");
        await room.RestartAsync();
        await room.SlashAsync("note", "after the restart");
        var edited = await room.StatusAsync("after the restart");

        Assert.Equal((string?)posted["id"], (string?)edited["id"]);
        Assert.Equal((string?)posted["id"], (string?)Assert.Single(room.Posts())["id"]);
    }

    [Fact]
    public async Task Deleted_by_somebody_it_is_posted_anew()
    {
        await using var room = await DiscordRoom.OpenAsync();
        await room.SlashAsync("detected", "db down");
        var first = await room.StatusAsync("db down");
        await room.SettledAsync();

        room.Discord.State.Remove(FakeDiscord.Channel, (string)first["id"]!);
        await room.SlashAsync("note", "still down");
        var second = await room.StatusAsync("still down");
        await room.SlashAsync("note", "up again");
        await room.StatusAsync("up again");

        Assert.NotEqual((string?)first["id"], (string?)second["id"]);
        Assert.Equal((string?)second["id"], (string?)Assert.Single(room.Posts())["id"]);
    }

    [Fact]
    public async Task In_a_room_that_feeds_it_no_more_it_says_so_and_is_left_alone()
    {
        await using var room = await DiscordRoom.OpenAsync();
        await room.SlashAsync("detected", "db down");
        await room.SlashAsync("incident link", "INC-1", channel: FakeDiscord.OtherChannel);
        await room.StatusAsync("db down", FakeDiscord.OtherChannel);

        await room.SlashAsync("incident unlink", channel: FakeDiscord.OtherChannel);
        var left = await room.StatusAsync("not fed from here any more", FakeDiscord.OtherChannel);
        await room.SlashAsync("note", "still down");
        await room.StatusAsync("still down");

        Assert.Empty(left["components"]!.AsArray());
        Assert.Equal((string?)left["id"], (string?)Assert.Single(room.Posts(FakeDiscord.OtherChannel))["id"]);
        Assert.DoesNotContain("still down", Said.By(room.Posts(FakeDiscord.OtherChannel)[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_33_a_post_whose_answer_was_lost_stands_once()
    {
        await using var room = await DiscordRoom.OpenAsync();
        room.Discord.Fault("POST /channels/", new FakeFault { Resets = true, DoesWork = true });

        await room.SlashAsync("detected", "db down");
        await room.SlashAsync("note", "still down");
        await room.StatusAsync("still down");

        Assert.Single(room.Posts());
    }

    [Fact]
    public async Task Case_31_without_the_permission_to_write_who_typed_is_told_which_once_and_captured_all_the_same()
    {
        await using var room = await DiscordRoom.OpenAsync();
        room.Discord.Fault("POST /channels/", [.. Enumerable.Repeat(FakeFault.Error(403, 50013, "Missing Permissions"), 2)]);
        var command = room.Discord.Interact(2, FakeCommands.Data("detected", [("text", "db down")]), change: payload => payload["app_permissions"] = "1024");

        var answer = await command.AnswerAsync();
        await room.Discord.UntilAsync(_ => command.FollowUps.Count > 0);
        await room.SlashAsync("note", "still recorded");
        await room.SettledAsync();
        var ready = await room.Bot.GetJsonAsync("/readyz");

        Assert.Contains("INC-1 #1", Said.By(answer), StringComparison.Ordinal);
        Assert.Contains("I lack the permission Send Messages.", Said.By(command.FollowUps[0]), StringComparison.Ordinal);
        Assert.Equal(64, (int)command.FollowUps[0]["flags"]! & 64);
        Assert.Single(room.Discord.RequestsOf("POST /webhooks/"));
        Assert.Contains("not posted: status of INC-1", ready.GetProperty("checks").GetProperty("discord").GetString(), StringComparison.Ordinal);
        Assert.Equal(["db down", "still recorded"], await room.TextsAsync());

        await room.SlashAsync("note", "now it works");
        await room.StatusAsync("now it works");
    }

    [Fact]
    public async Task Without_the_permission_to_pin_it_stands_there_unpinned_and_that_is_said_once()
    {
        await using var room = await DiscordRoom.OpenAsync();
        room.Discord.Fault("PUT /channels/", FakeFault.Error(403, 50013, "Missing Permissions"));

        var command = room.Discord.Slash("detected", [("text", "db down")]);
        await room.Discord.UntilAsync(_ => command.FollowUps.Count > 0);
        await room.SlashAsync("note", "still down");
        await room.MessageAsync(message => Said.IsOwn(message) && Said.By(message).Contains("still down", StringComparison.Ordinal));

        Assert.Contains("Pin Messages", Said.By(Assert.Single(command.FollowUps)), StringComparison.Ordinal);
        Assert.Single(room.Posts());
    }

    [Fact]
    public async Task Where_the_bot_may_not_embed_it_says_the_same_in_words()
    {
        await using var room = await DiscordRoom.OpenAsync();

        await room.Discord.Interact(2, FakeCommands.Data("detected", [("text", "db down")]), change: payload => payload["app_permissions"] = "68608").AnswerAsync();
        var status = await room.StatusAsync("db down");

        Assert.Empty(status["embeds"]!.AsArray());
        Assert.Contains("db down", (string?)status["content"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, 50083, "the thread is archived")]
    [InlineData(400, 160005, "the thread is locked")]
    public async Task A_thread_that_takes_no_more_is_told_of_and_captured_all_the_same(int status, int code, string why)
    {
        await using var room = await DiscordRoom.DetectedAsync();
        await room.StatusAsync("checkout is down");
        await room.SettledAsync();
        room.Discord.Fault("PATCH /channels/", FakeFault.Error(status, code));

        var command = room.Discord.Slash("note", [("text", "still recorded")]);
        await room.Discord.UntilAsync(_ => command.FollowUps.Count > 0);

        Assert.Contains(why, Said.By(command.FollowUps[0]), StringComparison.Ordinal);
        Assert.Equal(["checkout is down", "still recorded"], await room.TextsAsync());
        Assert.Single(room.Posts());
    }

    [Fact]
    public async Task Where_a_channel_is_gone_what_was_known_of_it_is_dropped()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        await room.StatusAsync("checkout is down");
        await room.SettledAsync();

        room.Discord.State.RemoveChannel(FakeDiscord.Channel);
        await room.Bot.TypeAsync("/note first", channel: DiscordIds.Room(FakeDiscord.Guild, FakeDiscord.Channel).Value);
        await room.SettledAsync();
        var asked = room.Discord.RequestsOf($"PATCH /channels/{FakeDiscord.Channel}").Count;
        await room.Bot.TypeAsync("/note second", channel: DiscordIds.Room(FakeDiscord.Guild, FakeDiscord.Channel).Value);
        await room.SettledAsync();

        Assert.Equal(1, asked);
        Assert.Single(room.Discord.RequestsOf($"PATCH /channels/{FakeDiscord.Channel}"));
        Assert.Null(await room.Rooms.FindMessageAsync(new(1), DiscordIds.Room(FakeDiscord.Guild, FakeDiscord.Channel), OutboxKind.Status, default));
    }

    [Fact]
    public async Task Where_the_bot_was_removed_or_the_channel_deleted_nothing_more_is_posted()
    {
        await using var room = await DiscordRoom.OpenAsync();
        await room.SlashAsync("detected", "db down");
        await room.StatusAsync("db down");
        await room.SlashAsync("detected", "disk full", channel: FakeDiscord.OtherChannel);
        await room.StatusAsync("disk full", FakeDiscord.OtherChannel);
        await room.SettledAsync();

        room.Discord.Dispatch("CHANNEL_DELETE", FakePayloads.Channel(FakeDiscord.OtherChannel));
        await room.Discord.UntilAsync(_ => true);
        await TypeElsewhereAsync(room, FakeDiscord.OtherChannel);
        room.Discord.Dispatch("GUILD_DELETE", new() { ["id"] = FakeDiscord.Guild });
        await TypeElsewhereAsync(room, FakeDiscord.Channel);

        Assert.DoesNotContain(room.Discord.Requests, request => request.Body?.ToJsonString().Contains("from elsewhere", StringComparison.Ordinal) == true);
        Assert.Contains("removed from the server", (await room.Bot.GetJsonAsync("/readyz")).GetProperty("checks").GetProperty("discord").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incident_of_fifty_entries_disturbs_its_channel_three_times_at_most()
    {
        await using var room = await DiscordRoom.OpenAsync();
        await room.SlashAsync("detected", "db down");
        await room.StatusAsync("db down");
        for (var i = 2; i <= 49; i++)
        {
            await room.SlashAsync("note", $"step {i}", i % 2 == 0 ? FakeDiscord.Ana : FakeDiscord.Ben);
        }

        await room.SlashAsync("resolved");
        await room.SlashAsync("incident close");
        await room.MessageAsync(message => message["attachments"]!.AsArray().Count > 0);
        await room.SettledAsync();

        Assert.Equal(50, (await room.TextsAsync()).Count);
        Assert.InRange(room.Posts().Count, 2, 3);
    }

    /// <summary>Through the API, into a channel of Discord's.</summary>
    private static async Task TypeElsewhereAsync(DiscordRoom room, string channel)
    {
        await room.Bot.TypeAsync("/note from elsewhere", channel: DiscordIds.Room(FakeDiscord.Guild, channel).Value);
        await room.SettledAsync();
    }
}
