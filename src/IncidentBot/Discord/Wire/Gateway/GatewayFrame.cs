using System.Globalization;
using System.Text.Json;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>What the numbers of frames mean.</summary>
internal static class Opcodes
{
    public const int Dispatch = 0;
    public const int Heartbeat = 1;
    public const int Identify = 2;
    public const int Resume = 6;
    public const int Reconnect = 7;
    public const int InvalidSession = 9;
    public const int Hello = 10;
    public const int HeartbeatAck = 11;
}

/// <summary>One message from the gateway.</summary>
internal abstract record GatewayFrame
{
    /// <summary>Where the gateway names none that makes sense.</summary>
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(41.25);

    private GatewayFrame()
    {
    }

    /// <summary>Something happened.</summary>
    /// <param name="Sequence">0 where it is missing.</param>
    public sealed record Dispatch(long Sequence, string Name, JsonElement Data) : GatewayFrame;

    /// <summary>A heartbeat of ours is wanted at once.</summary>
    public sealed record HeartbeatWanted : GatewayFrame;

    /// <summary>The connection has to be opened anew; the session goes on.</summary>
    public sealed record Reconnect : GatewayFrame;

    /// <param name="MayResume">Whether it may still be gone on with.</param>
    public sealed record InvalidSession(bool MayResume) : GatewayFrame;

    public sealed record Hello(TimeSpan Interval) : GatewayFrame;

    public sealed record HeartbeatAck : GatewayFrame;

    /// <summary>A number nobody here knows.</summary>
    public sealed record Unknown(long Op) : GatewayFrame;

    /// <summary>Nothing that can be read.</summary>
    public sealed record Unreadable : GatewayFrame;

    /// <summary>Reads a frame. It never fails.</summary>
    public static GatewayFrame Read(ReadOnlySpan<byte> utf8)
    {
        if (DiscordJson.Parse(utf8) is not { ValueKind: JsonValueKind.Object } root || Number(root, "op") is not { } op)
        {
            return new Unreadable();
        }

        var data = root.TryGetProperty("d", out var d) ? d : default;
        return op switch
        {
            Opcodes.Dispatch => new Dispatch(Number(root, "s") ?? 0, NameIn(root), data),
            Opcodes.Heartbeat => new HeartbeatWanted(),
            Opcodes.Reconnect => new Reconnect(),
            Opcodes.InvalidSession => new InvalidSession(data.ValueKind == JsonValueKind.True),
            Opcodes.Hello => new Hello(IntervalIn(data)),
            Opcodes.HeartbeatAck => new HeartbeatAck(),
            _ => new Unknown(op),
        };
    }

    private static string NameIn(JsonElement root) =>
        root.TryGetProperty("t", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";

    private static TimeSpan IntervalIn(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object && Number(data, "heartbeat_interval") is { } milliseconds and > 0 and < 3_600_000
            ? TimeSpan.FromMilliseconds(milliseconds)
            : UsualInterval;

    private static long? Number(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out var number) ? number : null,
            JsonValueKind.String => long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ => null,
        };
    }
}
