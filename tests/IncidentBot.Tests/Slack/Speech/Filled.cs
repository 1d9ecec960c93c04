using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Slack.Speech.Blocks;

namespace IncidentBot.Tests.Slack.Speech;

/// <summary>A view as Slack sends it back: what stood in its fields, but for those that somebody changed.</summary>
internal static class Filled
{
    public static JsonElement Values(SlackView view, params (string Field, string? Value)[] changes) =>
        JsonSerializer.SerializeToElement(Values(view.ToJson(), changes));

    public static JsonObject Values(JsonObject view, params (string Field, string? Value)[] changes)
    {
        var values = new JsonObject();
        foreach (var block in view["blocks"]!.AsArray().Where(b => (string?)b!["type"] == "input"))
        {
            var (field, element) = ((string)block!["block_id"]!, block["element"]!);
            var change = changes.Where(c => c.Field == field).Select(c => (JsonNode?)c.Value).ToList();
            values[field] = new JsonObject { [(string)element["action_id"]!] = Value((string)element["type"]!, element, change) };
        }

        return values;
    }

    private static JsonObject Value(string type, JsonNode element, List<JsonNode?> change) => type switch
    {
        "plain_text_input" => new() { ["type"] = type, ["value"] = change.Count > 0 ? change[0] : element["initial_value"]?.DeepClone() },
        "conversations_select" => new() { ["type"] = type, ["selected_conversation"] = change.Count > 0 ? change[0] : element["initial_conversation"]?.DeepClone() },
        _ => new()
        {
            ["type"] = type,
            ["selected_option"] = change.Count > 0
                ? element["options"]!.AsArray().FirstOrDefault(option => (string?)option!["value"] == (string?)change[0])?.DeepClone()
                : element["initial_option"]?.DeepClone(),
        },
    };
}
