using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Wire.Sockets;

/// <summary>An acknowledgement as it goes over a socket.</summary>
internal static class AckFrame
{
    /// <summary>Slack closes a socket that sends as much in one frame, and delivers again.</summary>
    public const int Limit = 20_480;

    /// <summary>The frame without an answer.</summary>
    public static byte[] Empty(string envelopeId) => Bytes(new JsonObject { ["envelope_id"] = envelopeId });

    /// <summary>The frame with an answer; null if it would be too long.</summary>
    public static byte[]? Write(string envelopeId, JsonObject payload)
    {
        var bytes = Bytes(new JsonObject { ["envelope_id"] = envelopeId, ["payload"] = payload.DeepClone() });
        return bytes.Length < Limit ? bytes : null;
    }

    private static byte[] Bytes(JsonObject frame) => Encoding.UTF8.GetBytes(SlackJson.Write(frame));
}
