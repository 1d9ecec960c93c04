using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Discord.Fakes;

/// <summary>The data of commands as Discord sends them.</summary>
internal static class FakeCommands
{
    /// <param name="name">With its subcommands, such as <c>incident zone set</c>.</param>
    /// <param name="focused">The option that is being typed.</param>
    public static JsonObject Data(string name, IEnumerable<(string Name, JsonNode Value)> options, string? focused = null)
    {
        var words = name.Split(' ');
        var list = new JsonArray([.. options.Select(option => Option(option.Name, option.Value, focused))]);
        for (var i = words.Length - 1; i > 0; i--)
        {
            list = new JsonArray(new JsonObject { ["type"] = i == words.Length - 1 ? 1 : 2, ["name"] = words[i], ["options"] = list });
        }

        return new JsonObject { ["id"] = "5000000000000000001", ["name"] = words[0], ["type"] = 1, ["options"] = list };
    }

    private static JsonObject Option(string name, JsonNode value, string? focused)
    {
        var option = new JsonObject
        {
            ["name"] = name,
            ["type"] = value.GetValueKind() switch { System.Text.Json.JsonValueKind.Number => 4, System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => 5, _ => 3 },
            ["value"] = value.DeepClone(),
        };
        if (name == focused)
        {
            option["focused"] = true;
        }

        return option;
    }
}
