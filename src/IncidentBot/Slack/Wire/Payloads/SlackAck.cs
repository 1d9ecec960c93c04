using System.Text.Json.Nodes;

namespace IncidentBot.Slack.Wire.Payloads;

/// <summary>The acknowledgement of a delivery, with what is shown in answer to it.</summary>
/// <param name="Payload">A message, or what becomes of a modal (<c>response_action</c>); null for nothing.</param>
internal sealed record SlackAck(JsonObject? Payload)
{
    public static readonly SlackAck Empty = new((JsonObject?)null);

    /// <summary>What is to be done once it was said, and not before: until then a kill could swallow it. It never fails.</summary>
    public Func<Task>? Said { get; init; }

    /// <summary>A message that only the sender sees.</summary>
    /// <param name="mrkdwn">Escaped already.</param>
    public static SlackAck Ephemeral(string mrkdwn) => new(new JsonObject { ["response_type"] = "ephemeral", ["text"] = mrkdwn });

    /// <summary>Problems shown in a modal, by the id of the input's block.</summary>
    public static SlackAck Errors(IEnumerable<KeyValuePair<string, string>> errors) => new(new JsonObject
    {
        ["response_action"] = "errors",
        ["errors"] = new JsonObject(errors.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)e.Value))),
    });

    /// <summary>Another view in place of the modal.</summary>
    public static SlackAck Update(JsonObject view) => new(new JsonObject { ["response_action"] = "update", ["view"] = view });

    /// <summary>All views of the modal are closed.</summary>
    public static SlackAck Clear() => new(new JsonObject { ["response_action"] = "clear" });
}
