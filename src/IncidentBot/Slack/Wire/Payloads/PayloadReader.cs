using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IncidentBot.Slack.Wire.Payloads;

/// <summary>Makes payloads of JSON. It never fails: what it cannot read is <see cref="SlackPayload.Unknown"/>.</summary>
internal static class PayloadReader
{
    public static SlackPayload ReadCommand(JsonElement body) =>
        As(body, SlackJson.Default.SlashCommand) is { Command.Length: > 0, ChannelId.Length: > 0, UserId.Length: > 0 } command
            ? command
            : new SlackPayload.Unknown("slash command", body);

    public static SlackPayload ReadInteraction(JsonElement body)
    {
        SlackPayload? read = Type(body) switch
        {
            "block_actions" => As(body, SlackJson.Default.BlockActions),
            "view_submission" => As(body, SlackJson.Default.ViewSubmission),
            "view_closed" => As(body, SlackJson.Default.ViewClosed),
            "message_action" => As(body, SlackJson.Default.MessageAction),
            "shortcut" => As(body, SlackJson.Default.GlobalShortcut),
            _ => null,
        };
        return read ?? new SlackPayload.Unknown(Type(body), body);
    }

    public static SlackPayload ReadEvent(JsonElement body) =>
        Type(body) is "event_callback" or "" && As(body, SlackJson.Default.EventCallback) is { } callback
        && body.TryGetProperty("event", out var inner) && inner.ValueKind == JsonValueKind.Object
            ? callback with { Event = ReadInner(inner) }
            : new SlackPayload.Unknown(Type(body), body);

    /// <summary>What a payload calls itself; empty if it does not say.</summary>
    public static string Type(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()!
            : "";

    private static SlackEvent ReadInner(JsonElement inner)
    {
        SlackEvent? read = Type(inner) switch
        {
            "app_mention" => As(inner, SlackJson.Default.SlackMessage) is { } mention ? new SlackEvent.AppMention(mention) : null,
            "message" => As(inner, SlackJson.Default.SlackMessage) is { } message ? OfMessage(message) : null,
            "reaction_added" => As(inner, SlackJson.Default.ReactionAdded),
            "reaction_removed" => As(inner, SlackJson.Default.ReactionRemoved),
            "pin_added" => As(inner, SlackJson.Default.PinAdded),
            "pin_removed" => As(inner, SlackJson.Default.PinRemoved),
            "app_home_opened" => As(inner, SlackJson.Default.AppHomeOpened),
            "tokens_revoked" => As(inner, SlackJson.Default.TokensRevoked),
            _ => null,
        };
        return read ?? new SlackEvent.Unknown(Type(inner));
    }

    private static SlackEvent OfMessage(SlackMessage message) => message switch
    {
        { Subtype: "message_changed", Message: { } now } =>
            new SlackEvent.MessageChanged(message.Channel ?? "", now, message.PreviousMessage, message.EventTs ?? message.Ts),
        { Subtype: "message_deleted", DeletedTs: { } ts } =>
            new SlackEvent.MessageDeleted(message.Channel ?? "", ts, message.PreviousMessage, message.EventTs ?? message.Ts),
        _ => new SlackEvent.Message(message),
    };

    /// <summary>Null if a part has a shape that cannot be read.</summary>
    private static T? As<T>(JsonElement body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return body.ValueKind == JsonValueKind.Object ? body.Deserialize(type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
