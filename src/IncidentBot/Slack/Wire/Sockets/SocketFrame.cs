using System.Text.Json;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Wire.Sockets;

/// <summary>One message from a socket.</summary>
internal abstract record SocketFrame
{
    /// <summary>Ids are much shorter; an acknowledgement must have room for one.</summary>
    private const int LongestId = 1000;

    private SocketFrame()
    {
    }

    /// <summary>The connection is ready.</summary>
    public sealed record Hello : SocketFrame;

    /// <summary>The connection ends soon, or has to.</summary>
    public sealed record Disconnect(string Reason) : SocketFrame;

    /// <summary>Something to be taken and acknowledged.</summary>
    /// <param name="AcceptsPayload">Whether the acknowledgement may carry an answer.</param>
    public sealed record Envelope(string Id, bool AcceptsPayload, SlackDelivery Delivery) : SocketFrame;

    /// <summary>Nothing that can be read, but for the id perhaps: then it is acknowledged, or it would come again and again.</summary>
    public sealed record Unreadable(string? EnvelopeId) : SocketFrame;

    /// <summary>Reads a frame. It never fails.</summary>
    public static SocketFrame Read(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt)
    {
        if (SlackJson.Parse(utf8) is not { ValueKind: JsonValueKind.Object } root)
        {
            return new Unreadable(EnvelopeIdIn(utf8) is { Length: > 0 and <= LongestId } found ? found : null);
        }

        var id = Text(root, "envelope_id") is { Length: > 0 and <= LongestId } given ? given : null;
        return PayloadReader.Type(root) switch
        {
            "hello" => new Hello(),
            "disconnect" => new Disconnect(Text(root, "reason") ?? ""),
            _ when id is null => new Unreadable(null),
            var type => new Envelope(id, IsTrue(root, "accepts_response_payload"), ReadDelivery(root, type, id, receivedAt)),
        };
    }

    /// <summary>The id in what is no JSON, or only the beginning of some; null if it cannot be found.</summary>
    internal static string? EnvelopeIdIn(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, isFinalBlock: false, default);
            while (reader.Read())
            {
                if (reader is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName } && reader.ValueTextEquals("envelope_id"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // It ends here.
        }

        return null;
    }

    private static SlackDelivery ReadDelivery(JsonElement root, string type, string id, DateTimeOffset receivedAt)
    {
        var body = root.TryGetProperty("payload", out var found) ? found : default;
        SlackPayload payload = type switch
        {
            "slash_commands" => PayloadReader.ReadCommand(body),
            "interactive" => PayloadReader.ReadInteraction(body),
            "events_api" => PayloadReader.ReadEvent(body),
            _ => new SlackPayload.Unknown(type, body),
        };
        return SlackDelivery.Of(payload, id, Retry(root), receivedAt);
    }

    private static SlackRetry? Retry(JsonElement root) =>
        root.TryGetProperty("retry_attempt", out var attempt) && attempt.ValueKind == JsonValueKind.Number
        && attempt.TryGetInt32(out var number) && number > 0
            ? new SlackRetry(number, Text(root, "retry_reason") ?? "")
            : null;

    private static bool IsTrue(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
