using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Wire.Api;

/// <summary>A message to be posted.</summary>
/// <param name="Text">Escaped already; what notifications show where there are blocks.</param>
internal sealed record SlackPost(string Channel, string Text)
{
    public JsonArray? Blocks { get; init; }

    /// <summary>The message whose thread it goes into.</summary>
    public string? ThreadTs { get; init; }
}

/// <summary>Which messages of a channel are wanted. Bounds are message timestamps, or seconds as text.</summary>
internal sealed record SlackRange(string Channel)
{
    public string? Oldest { get; init; }

    public string? Latest { get; init; }

    public bool IsInclusive { get; init; }

    /// <summary>On one page; Slack advises at most 200.</summary>
    public int Limit { get; init; } = 200;
}

/// <summary>The mark that the bot's own messages carry, so that it finds them again.</summary>
internal static class PostMark
{
    private const string EventType = "incidentbot_post";

    public static JsonObject For(string id) => new() { ["event_type"] = EventType, ["event_payload"] = new JsonObject { ["id"] = id } };

    public static bool IsOn(SlackMessage message, string id) =>
        message.Metadata is { EventType: EventType, EventPayload: { ValueKind: JsonValueKind.Object } payload }
        && payload.TryGetProperty("id", out var mark) && mark.ValueKind == JsonValueKind.String && mark.ValueEquals(id);
}
