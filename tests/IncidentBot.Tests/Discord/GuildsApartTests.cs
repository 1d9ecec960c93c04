using System.Text.Json.Nodes;
using IncidentBot.Tests.Discord.Fakes;

namespace IncidentBot.Tests.Discord;

/// <summary>One bot in two servers.</summary>
public sealed class GuildsApartTests
{
    private const string Elsewhere = "2000000000000000002";
    private const string Lobby = "3000000000000000777";

    [Fact]
    public async Task Nothing_of_one_server_is_told_in_another()
    {
        await using var room = await DiscordRoom.DetectedAsync();

        var said = await EverythingAsync(room);

        Assert.DoesNotContain("checkout", said, StringComparison.Ordinal);
        Assert.Single((await room.Bot.GetJsonAsync("/api/incidents/INC-1")).GetProperty("entries").EnumerateArray());
        Assert.Contains("INC-1 checkout is down", Said.By(await room.SlashAsync("incident list")), StringComparison.Ordinal);
        Assert.Contains("INC-1", (await room.Discord.Type("incident link", "incident", "").AnswerAsync()).ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>The same questions do get at it where the owner allows that, so they would tell.</summary>
    [Fact]
    public async Task The_owner_can_allow_it()
    {
        await using var room = await DiscordRoom.DetectedAsync(("Commands:AcrossCommunities", "true"));

        var said = await EverythingAsync(room);
        var linked = Said.By(await Slash(room, "incident link", [("incident", "INC-1")]).AnswerAsync());

        Assert.Equal(4, said.Split("checkout is down").Length - 1);
        Assert.StartsWith("✓ INC-1 is fed from here, too", linked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_number_means_the_incident_of_one_s_own_room()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        var theirs = await room.SlashAsync("note", "theirs");

        await Slash(room, "detected", [("text", "ours")]).AnswerAsync();
        var amended = Said.By(await Slash(room, "incident amend", [("entry", 1), ("text", "mended")]).AnswerAsync());
        var pressed = Said.By(await room.Discord.Interact(
            3, new JsonObject { ["custom_id"] = Said.Button(theirs, "undo"), ["component_type"] = 2 }, channel: Lobby, message: theirs, change: Move).AnswerAsync());

        Assert.Contains("INC-2 #1", amended, StringComparison.Ordinal);
        Assert.StartsWith("That button is out of date", pressed, StringComparison.Ordinal);
        Assert.Equal(["checkout is down", "theirs"], await room.TextsAsync());
    }

    /// <summary>All ways to ask there, and to guess the number.</summary>
    private static async Task<string> EverythingAsync(DiscordRoom room) => string.Join('\n',
        Said.By(await Slash(room, "incident list").AnswerAsync()),
        Said.By(await Slash(room, "incident find", [("text", "checkout")]).AnswerAsync()).Replace("for `checkout`", "", StringComparison.Ordinal),
        Said.By(await Slash(room, "incident status").AnswerAsync()),
        Said.By(await Slash(room, "incident draft").AnswerAsync()),
        Said.By(await Slash(room, "incident unlink").AnswerAsync()),
        (await room.Discord.Interact(4, FakeCommands.Data("incident link", [("incident", "1")], "incident"), channel: Lobby, change: Move).AnswerAsync()).ToJsonString());

    private static FakeInteraction Slash(DiscordRoom room, string name, (string Name, JsonNode Value)[]? options = null) =>
        room.Discord.Interact(2, FakeCommands.Data(name, options ?? []), channel: Lobby, change: Move);

    private static void Move(JsonObject payload)
    {
        payload["guild_id"] = Elsewhere;
        payload["guild"]!["id"] = Elsewhere;
        payload["channel"]!["guild_id"] = Elsewhere;
    }
}
