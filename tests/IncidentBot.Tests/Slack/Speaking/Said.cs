using System.Text.Json.Nodes;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Speaking;

/// <summary>What the bot's messages and views say and hold.</summary>
internal static class Said
{
    public static string By(FakeMessage message) => $"{message.Text}\n{By(message.Blocks)}";

    /// <summary>All texts, one below the other.</summary>
    public static string By(JsonNode? node) => string.Join('\n', Nodes(node).OfType<JsonObject>().Select(o => o["text"]).OfType<JsonValue>());

    /// <summary>The texts in which Slack reads marks and mentions.</summary>
    public static IEnumerable<string> Marked(JsonNode? node) =>
        Nodes(node).OfType<JsonObject>().Where(o => (string?)o["type"] == "mrkdwn").Select(o => (string)o["text"]!);

    /// <summary>The first button of a name.</summary>
    public static JsonObject Button(JsonNode? blocks, string action) =>
        Nodes(blocks).OfType<JsonObject>().First(o => o["action_id"] is JsonValue id && (string?)id == action);

    public static bool Has(JsonNode? blocks, string action) =>
        Nodes(blocks).OfType<JsonObject>().Any(o => o["action_id"] is JsonValue id && (string?)id == action);

    private static IEnumerable<JsonNode> Nodes(JsonNode? node) => node switch
    {
        JsonObject o => [o, .. o.SelectMany(field => Nodes(field.Value))],
        JsonArray a => a.SelectMany(Nodes),
        _ => [],
    };
}
