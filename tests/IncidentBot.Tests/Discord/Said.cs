using System.Text.Json.Nodes;
using IncidentBot.Tests.Discord.Fakes;

namespace IncidentBot.Tests.Discord;

/// <summary>What the bot's messages say and hold.</summary>
internal static class Said
{
    private const int Ephemeral = 64;

    /// <summary>All texts of a message, or of an answer, one below the other.</summary>
    public static string By(JsonNode? node) => string.Join('\n', Nodes(node).OfType<JsonObject>()
        .SelectMany(part => new[] { part["content"], part["title"], part["description"], part["name"], part["text"] }.OfType<JsonValue>().Select(value => value.ToString()))
        .Concat(Nodes(node).OfType<JsonObject>().Select(part => part["value"]).OfType<JsonValue>().Select(value => value.ToString())));

    /// <summary>Whether the bot posted it by itself, rather than as an answer.</summary>
    public static bool IsOwn(JsonObject message) =>
        (string?)message["author"]?["id"] == FakeDiscord.Application && message["webhook_id"] is null && message["interaction_metadata"] is null;

    /// <summary>Whether only who asked sees an answer.</summary>
    public static bool IsForOne(JsonObject answer) => ((int?)answer["data"]?["flags"] & Ephemeral) == Ephemeral;

    /// <summary>The custom id of a button.</summary>
    public static string Button(JsonNode message, string action) => Buttons(message).First(id => id.Split(' ')[0] == action);

    public static bool Has(JsonNode message, string action) => Buttons(message).Any(id => id.Split(' ')[0] == action);

    public static IEnumerable<string> Buttons(JsonNode message) =>
        Nodes(message).OfType<JsonObject>().Where(part => (int?)(part["type"] as JsonValue) == 2).Select(part => (string?)part["custom_id"]).OfType<string>();

    private static IEnumerable<JsonNode> Nodes(JsonNode? node) => node switch
    {
        JsonObject o => [o, .. o.SelectMany(field => Nodes(field.Value))],
        JsonArray a => a.SelectMany(Nodes),
        _ => [],
    };
}
