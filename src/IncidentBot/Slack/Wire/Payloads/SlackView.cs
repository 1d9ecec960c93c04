using System.Text.Json;

namespace IncidentBot.Slack.Wire.Payloads;

/// <summary>A modal or the App Home, with what was entered into it.</summary>
internal sealed record SlackView
{
    public string Id { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public string CallbackId { get; init => field = value ?? ""; } = "";

    /// <summary>What the bot wrote there. The client sees it, and could change it.</summary>
    public string PrivateMetadata { get; init => field = value ?? ""; } = "";

    public string? ExternalId { get; init; }

    /// <summary>To be given back with an update, so that an older one does not overwrite a newer.</summary>
    public string? Hash { get; init; }

    public SlackViewState? State { get; init; }

    /// <summary>What stands in an element, of whatever kind it is; null if nothing does.</summary>
    public string? Entered(string blockId, string actionId)
    {
        if (State?.Values is not { ValueKind: JsonValueKind.Object } values
            || !values.TryGetProperty(blockId, out var block) || block.ValueKind != JsonValueKind.Object
            || !block.TryGetProperty(actionId, out var element) || element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return element.EnumerateObject()
            .Where(field => field.Name == "value" || field.Name.StartsWith("selected_", StringComparison.Ordinal))
            .Select(field => Text(field.Value)).FirstOrDefault(text => text is not null);
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Object when value.TryGetProperty("value", out var chosen) => Text(chosen),
        _ => null,
    };
}

/// <summary>What was entered: values by block and element.</summary>
internal sealed record SlackViewState
{
    public JsonElement Values { get; init; }
}
