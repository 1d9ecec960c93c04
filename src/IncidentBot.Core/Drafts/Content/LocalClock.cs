using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>Reads instants in the zone of an incident. Not for two threads: it remembers the last zone label.</summary>
internal sealed class LocalClock(string zone)
{
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;
    private ZoneInterval? _interval;
    private string _label = "";

    public Stamp At(Instant instant)
    {
        if (_interval?.Contains(instant) != true)
        {
            _interval = _zone.GetZoneInterval(instant);
            _label = Label(_interval);
        }

        return new Stamp(instant.WithOffset(_interval.WallOffset).LocalDateTime, _label);
    }

    /// <summary>The abbreviation of the interval. Some zones have none; tzdb then writes <c>-03</c>, we <c>UTC-3</c>.</summary>
    private static string Label(ZoneInterval interval)
    {
        if (interval.Name is [not ('+' or '-'), ..])
        {
            return interval.Name;
        }

        var minutes = interval.WallOffset.Seconds / 60;
        var (hours, rest) = Math.DivRem(Math.Abs(minutes), 60);
        var sign = minutes < 0 ? "-" : "+";
        return minutes == 0
            ? "UTC"
            : string.Create(CultureInfo.InvariantCulture, $"UTC{sign}{hours}") + (rest == 0 ? "" : $":{rest:00}");
    }
}
