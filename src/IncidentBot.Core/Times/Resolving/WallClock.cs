using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times.Grammar;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Core.Times.Resolving;

/// <summary>A time on the clocks of a zone as an instant, where the clocks may have skipped it or shown it twice.</summary>
internal sealed class WallClock(ReadContext context, DateTimeZone zone, string? zoneWord)
{
    private static readonly LocalTimePattern Shown = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>
    /// Of two instants the one whose abbreviation was written, else the later one that is not ahead, else the earlier one;
    /// a refusal where the clocks skipped it.
    /// </summary>
    public TimeReading At(LocalDateTime local)
    {
        var map = zone.MapLocal(local);
        if (map.Count == 0)
        {
            return Refusals.Gap(local, map, zone);
        }

        if (map.Count == 1)
        {
            return Point(map.Single().ToInstant(), null);
        }

        var (first, second) = (map.First().ToInstant(), map.Last().ToInstant());
        foreach (var written in (ReadOnlySpan<Instant>)[first, second])
        {
            if (zoneWord is not null && zoneWord.Equals(Zones.Label(written, zone), StringComparison.OrdinalIgnoreCase))
            {
                return Point(written, null);
            }
        }

        var chosen = second <= context.Latest ? second : first;
        return Point(
            chosen,
            $"{(chosen == second ? "second" : "first")} {Shown.Format(local.TimeOfDay)} ({Zones.Label(chosen, zone)}): the clocks showed it twice");
    }

    /// <summary>Whether the clocks had passed a time when the message was sent, or would have.</summary>
    public bool HasPassed(LocalDateTime local)
    {
        var map = zone.MapLocal(local);
        return (map.Count == 0 ? map.LateInterval.Start : map.First().ToInstant()) <= context.Latest;
    }

    public bool IsAfter(LocalDateTime local, Instant start)
    {
        var map = zone.MapLocal(local);
        return map.Count == 0 ? map.LateInterval.Start > start : At(local).Start > start;
    }

    public static TimeReading PointAt(Instant instant, DateTimeZone zone) =>
        new() { Kind = TimeKind.Point, Start = instant, Rest = "", Zone = zone, Precision = Precision.Second };

    private TimeReading Point(Instant instant, string? assumed) =>
        PointAt(instant, zone) with { Assumptions = assumed is null ? [] : [assumed] };
}
