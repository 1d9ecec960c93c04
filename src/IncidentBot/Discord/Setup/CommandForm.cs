using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Discord.Setup;

/// <summary>
/// Commands in one form, so that ours can be compared with those that Discord has: it gives them an id and a version, says
/// every default, and puts them into an order of its own.
/// </summary>
internal static class CommandForm
{
    /// <summary>What makes a command another one, with what it is where it is not said.</summary>
    private static readonly (string Name, JsonNode? Default)[] Parts =
    [
        ("type", 1), ("name", ""), ("description", ""), ("name_localizations", new JsonObject()), ("description_localizations", new JsonObject()),
        ("default_member_permissions", null), ("nsfw", false), ("contexts", null), ("required", false), ("autocomplete", false),
        ("min_value", null), ("max_value", null), ("min_length", null), ("max_length", null), ("value", null),
    ];

    private static readonly string[] Lists = ["options", "choices"];

    public static bool AreSame(JsonArray ours, JsonArray theirs) => JsonNode.DeepEquals(Of(ours), Of(theirs));

    /// <summary>The commands of a list, in the order of their kinds and names.</summary>
    public static JsonArray Of(JsonArray commands) => new(
    [
        .. commands.OfType<JsonObject>().Select(Of).OrderBy(command => command["type"]!.ToJsonString(), StringComparer.Ordinal)
            .ThenBy(command => command["name"]!.ToJsonString(), StringComparer.Ordinal),
    ]);

    private static JsonObject Of(JsonObject part)
    {
        var form = new JsonObject();
        foreach (var (name, usual) in Parts)
        {
            form[name] = (part[name] is { } said && said.GetValueKind() != JsonValueKind.Null ? said : usual)?.DeepClone();
        }

        foreach (var name in Lists)
        {
            // The order of options is the one in which they are shown.
            form[name] = new JsonArray([.. (part[name] as JsonArray ?? []).OfType<JsonObject>().Select(Of)]);
        }

        return form;
    }
}
