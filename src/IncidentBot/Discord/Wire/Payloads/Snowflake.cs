using System.Globalization;

namespace IncidentBot.Discord.Wire.Payloads;

/// <summary>Discord's ids are numbers in text, and tell when they were made.</summary>
internal static class Snowflake
{
    private const long Epoch = 1420070400000;
    private const int TimeShift = 22;

    public static bool IsOne(string? id) => Number(id) is not null;

    /// <summary>When it was made; null if it is none.</summary>
    public static DateTimeOffset? Time(string? id) =>
        Number(id) is { } number ? DateTimeOffset.FromUnixTimeMilliseconds((long)(number >> TimeShift) + Epoch) : null;

    /// <summary>The least id of that time, to ask for what came after it.</summary>
    public static string At(DateTimeOffset time) =>
        ((ulong)Math.Max(0, time.ToUnixTimeMilliseconds() - Epoch) << TimeShift).ToString(CultureInfo.InvariantCulture);

    /// <summary>The shard that is told of what happens in a guild; what has no guild goes to the first.</summary>
    public static int Shard(string? guildId, int shards) => Number(guildId) is { } guild ? (int)((guild >> TimeShift) % (ulong)shards) : 0;

    private static ulong? Number(string? id) => ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
