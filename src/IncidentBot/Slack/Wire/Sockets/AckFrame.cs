using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Wire.Sockets;

/// <summary>An acknowledgement as it goes over a socket.</summary>
internal static class AckFrame
{
    /// <summary>Slack closes a socket that sends as much in one frame, and delivers again.</summary>
    public const int Limit = 20_480;

    /// <summary>The frame; null if it would be too long.</summary>
    public static byte[]? Write(string envelopeId, JsonObject? payload)
    {
        var frame = new JsonObject { ["envelope_id"] = envelopeId };
        if (payload is not null)
        {
            frame["payload"] = payload.DeepClone();
        }

        var bytes = Encoding.UTF8.GetBytes(SlackJson.Write(frame));
        return bytes.Length < Limit ? bytes : null;
    }
}
