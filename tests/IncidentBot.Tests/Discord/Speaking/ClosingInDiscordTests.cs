using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Discord.Speech;
using IncidentBot.Tests.Discord.Fakes;

namespace IncidentBot.Tests.Discord.Speaking;

public sealed class ClosingInDiscordTests
{
    [Fact]
    public async Task The_close_says_what_is_missing_with_a_button_for_each_and_brings_the_draft()
    {
        await using var room = await DiscordRoom.OpenAsync();
        await room.SlashAsync("detected", "db down");
        await room.SlashAsync("incident close");
        var closing = await ClosingAsync(room);

        var opened = await room.Discord.Press(Said.Buttons(closing).First(id => id.Contains("impact", StringComparison.Ordinal)), closing).AnswerAsync();
        var filled = await room.Discord.Submit((string)opened["data"]!["custom_id"]!, [("impact", "30% of checkouts")]).AnswerAsync();

        Assert.Equal(9, (int)opened["type"]!);
        Assert.Contains("impact", Said.By(filled), StringComparison.Ordinal);
        Assert.True(Said.Has(closing, DiscordActions.Missing));
        Assert.Contains("db down", Encoding.UTF8.GetString(Draft(room, closing)), StringComparison.Ordinal);
        Assert.Equal("30% of checkouts", (await room.TextsAsync())[^1]);
    }

    [Fact]
    public async Task Several_missing_parts_are_filled_in_at_once()
    {
        await using var room = await DiscordRoom.OpenAsync();
        await room.SlashAsync("detected", "db down");
        await room.SlashAsync("incident close");
        var closing = await ClosingAsync(room);

        var opened = await room.Discord.Press("missing INC-1", closing).AnswerAsync();
        var sent = room.Discord.Submit((string)opened["data"]!["custom_id"]!, [("impact", "30% of checkouts"), ("root-cause", "a lost index"), ("resolution", "")]);
        await room.Discord.UntilAsync(_ => sent.FollowUps.Count > 0);

        Assert.Equal(["db down", "30% of checkouts", "a lost index"], await room.TextsAsync());
        Assert.Contains("impact", Said.By(sent.Original), StringComparison.Ordinal);
        Assert.Contains("root-cause", Said.By(sent.FollowUps[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_is_asked_for_comes_whole_as_words_or_as_a_file()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        var inWords = await room.SlashAsync("incident draft");
        foreach (var n in Enumerable.Range(1, 6))
        {
            await room.SlashAsync("note", $"{n} {new string('x', 1900)} end of {n}");
        }

        var asked = room.Discord.Slash("incident draft", [("layout", "bold-markdown")]);
        await room.Discord.UntilAsync(_ => asked.Original?["attachments"]?.AsArray().Count > 0);
        var file = Encoding.UTF8.GetString(Draft(room, asked.Original!));

        Assert.Contains("Timeline", Said.By(inWords), StringComparison.Ordinal);
        Assert.True(Said.IsForOne(await asked.AnswerAsync()));
        Assert.All(Enumerable.Range(1, 6), n => Assert.Contains($"end of {n}", file, StringComparison.Ordinal));
        Assert.Contains("## Timeline", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closed_again_after_a_reopening_it_is_said_again()
    {
        await using var room = await DiscordRoom.OpenAsync();
        await room.SlashAsync("detected", "db down");
        await room.SlashAsync("incident close");
        await ClosingAsync(room);
        await room.SettledAsync();

        await room.SlashAsync("incident reopen");
        await room.SlashAsync("resolved");
        await room.SlashAsync("incident close");
        await room.Discord.UntilAsync(_ => room.Posts().Count(message => message["attachments"]!.AsArray().Count > 0) == 2);
        await room.SettledAsync();

        Assert.Equal(3, room.Posts().Count);
    }

    [Theory]
    [InlineData(413, 40005, "no file of that size")]
    [InlineData(403, 50013, "Attach Files")]
    public async Task Case_32_a_draft_that_cannot_be_attached_leaves_the_words_and_says_why(int status, int code, string why)
    {
        await using var room = await DiscordRoom.OpenAsync();
        await room.SlashAsync("detected", "db down");
        await room.StatusAsync("db down");
        await room.SettledAsync();
        room.Discord.Fault("POST /channels/", FakeFault.Error(status, code));
        var command = room.Discord.Interact(2, FakeCommands.Data("incident close", []), change: payload => payload["app_permissions"] = "85056");

        await command.AnswerAsync();
        var closing = await room.MessageAsync(message => Said.By(message).Contains("could not be attached", StringComparison.Ordinal));
        await room.SettledAsync();

        Assert.Contains(why, Said.By(closing), StringComparison.Ordinal);
        Assert.Contains("/incident export", Said.By(closing), StringComparison.Ordinal);
        Assert.Contains("Still missing", Said.By(closing), StringComparison.Ordinal);
        Assert.Equal(2, room.Posts().Count);
    }

    [Fact]
    public async Task Case_32_a_draft_that_is_too_large_is_not_even_tried()
    {
        await using var room = await DiscordRoom.OpenAsync();
        await room.SlashAsync("detected", "db down");
        await room.Discord.Interact(2, FakeCommands.Data("incident close", []), change: payload => payload["attachment_size_limit"] = 10).AnswerAsync();

        var closing = await room.MessageAsync(message => Said.By(message).Contains("could not be attached", StringComparison.Ordinal));

        Assert.Contains("Discord takes 10 here", Said.By(closing), StringComparison.Ordinal);
        Assert.All(room.Discord.RequestsOf("POST /channels/"), request => Assert.Empty(request.Files));
    }

    private static Task<JsonObject> ClosingAsync(DiscordRoom room) => room.MessageAsync(message => Said.IsOwn(message) && message["attachments"]!.AsArray().Count > 0);

    private static byte[] Draft(DiscordRoom room, JsonObject closing) => room.Discord.State.Files[(string)closing["attachments"]![0]!["id"]!];
}
