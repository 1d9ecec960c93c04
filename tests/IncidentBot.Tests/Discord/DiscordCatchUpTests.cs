using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Tests.Discord.Fakes;

namespace IncidentBot.Tests.Discord;

/// <summary>What people did in Discord while the bot was away is found when it is back, each once.</summary>
public sealed class DiscordCatchUpTests
{
    private const string Bot = $"<@{FakeDiscord.Application}>";

    [Fact]
    public async Task Mentions_that_were_missed_are_recorded_once_and_marked_as_recovered()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        await room.StopAsync();
        room.Discord.Gateway.ForgetSessions();

        var mention = room.Discord.State.AddMessage(FakeDiscord.Channel, FakeDiscord.Ana, $"{Bot} note asked the db team");
        room.Discord.State.AddMessage(FakeDiscord.Channel, FakeDiscord.Ben, "nothing to do with it");
        await room.StartAsync();
        await room.ReadAgainAsync();
        await room.RestartAsync();
        await room.ReadAgainAsync();
        var entry = Assert.Single(await room.LaterAsync());

        Assert.Equal(("asked the db team", (string?)mention["id"]), (Of(entry, "text"), Of(entry.GetProperty("message"), "id")));
        Assert.True(entry.GetProperty("recovered").GetBoolean());
        await room.MessageAsync(message => Said.By(message).Contains("INC-1 #2 note", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_that_is_lost_is_a_gap_too()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        await room.ReadAgainAsync();
        var rounds = room.CatchUp.Rounds;
        room.Discord.State.AddMessage(FakeDiscord.Channel, FakeDiscord.Ana, $"{Bot} note while away");

        room.Discord.Gateway.ForgetSessions();
        room.Discord.Gateway.Connections[^1].Reset();
        await room.ReadAgainAsync(rounds + 1);
        var entry = Assert.Single(await room.LaterAsync());

        Assert.Equal(("while away", true), (Of(entry, "text"), entry.GetProperty("recovered").GetBoolean()));
    }

    [Fact]
    public async Task Case_15_what_a_session_delivers_again_is_recorded_and_answered_once()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        var command = room.Discord.Slash("note", [("text", "once")]);
        await command.AnswerAsync();
        var mention = room.Discord.Say($"{Bot} note said once");
        await room.LaterAsync(2);
        await room.SettledAsync();
        await room.StopAsync();

        room.Discord.ReplaysAgain = 50;
        await room.StartAsync();
        await room.SlashAsync("note", "after it");
        await room.SettledAsync();

        Assert.Equal(1, room.Discord.Gateway.Resumes);
        Assert.Equal(["checkout is down", "once", "said once", "after it"], await room.TextsAsync());
        Assert.Single(room.Discord.State.SaidIn(FakeDiscord.Channel), message => (string?)message["message_reference"]?["message_id"] == (string?)mention["id"]);
        Assert.Empty(command.FollowUps);
    }

    [Fact]
    public async Task Reactions_edits_and_deletions_that_were_missed_are_found_where_words_can_be_read()
    {
        await using var room = await DiscordRoom.ReadingAsync();
        JsonObject[] messages = [.. new[] { "edited", "deleted", "unmarked", "untouched" }.Select(text => room.Discord.Say(text, FakeDiscord.Ben))];
        foreach (var (message, i) in messages.Select((message, i) => (message, i)))
        {
            Put(room, message, 1);
            room.Discord.React(message, "📌");
            await room.LaterAsync(i + 1);
        }

        await room.StopAsync();
        room.Discord.Gateway.ForgetSessions();
        Change(room, messages[0], m => (m["content"], m["edited_timestamp"]) = ("edited later", FakePayloads.Time(TimeProvider.System.GetUtcNow())));
        room.Discord.State.Remove(FakeDiscord.Channel, (string)messages[1]["id"]!);
        Put(room, messages[2], 0);
        var marked = room.Discord.State.AddMessage(FakeDiscord.Channel, FakeDiscord.Ben, "marked meanwhile");
        Put(room, marked, 1);
        await room.StartAsync();
        await room.ReadAgainAsync();
        var entries = (await room.LaterAsync()).ToDictionary(entry => Of(entry.GetProperty("message"), "id")!);

        Assert.Equal("edited later", Of(entries[(string)messages[0]["id"]!], "text"));
        Assert.Equal("edited there", Reason(entries[(string)messages[0]["id"]!]));
        Assert.Equal("deleted there", Reason(entries[(string)messages[1]["id"]!]));
        Assert.Equal("reaction:📌 removed", Reason(entries[(string)messages[2]["id"]!]));
        Assert.Empty(entries[(string)messages[3]["id"]!].GetProperty("history").EnumerateArray());
        Assert.True(entries[(string)marked["id"]!].GetProperty("recovered").GetBoolean());
        Assert.Equal("Ana Global", Of(entries[(string)marked["id"]!], "recordedBy"));
    }

    private static void Put(DiscordRoom room, JsonObject message, int count) => Change(
        room, message, m => m["reactions"] = new JsonArray(new JsonObject { ["count"] = count, ["me"] = false, ["emoji"] = new JsonObject { ["id"] = null, ["name"] = "📌" } }));

    private static void Change(DiscordRoom room, JsonObject message, Action<JsonObject> change) =>
        room.Discord.State.Change(FakeDiscord.Channel, (string)message["id"]!, change);

    private static string? Of(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static string? Reason(JsonElement entry) => Assert.Single(entry.GetProperty("history").EnumerateArray()).GetProperty("reason").GetString();
}
