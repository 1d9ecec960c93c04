using NodaTime;

namespace IncidentBot.Storage.Rows;

/// <summary>Instants as they are stored: whole microseconds since 1970 in UTC, rounded down.</summary>
internal static class Microseconds
{
    private const int TicksEach = 10;

    public static long ToMicroseconds(this Instant instant)
    {
        var (whole, rest) = Math.DivRem(instant.ToUnixTimeTicks(), TicksEach);
        return rest < 0 ? whole - 1 : whole;
    }

    public static Instant ToInstant(this long microseconds) => Instant.FromUnixTimeTicks(microseconds * TicksEach);

    /// <summary>The instant as it will be read back, so that a first answer and its repeat say the same.</summary>
    public static Instant AsStored(this Instant instant) => instant.ToMicroseconds().ToInstant();
}
