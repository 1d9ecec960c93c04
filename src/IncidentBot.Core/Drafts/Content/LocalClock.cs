using IncidentBot.Core.Times;
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
            _label = Zones.Label(_interval, _zone);
        }

        return new Stamp(instant.WithOffset(_interval.WallOffset).LocalDateTime, _label);
    }
}
