using NodaTime;
using NodaTime.TimeZones;

namespace IncidentBot.Core.Times;

/// <summary>Time zones by IANA name, and what they are called at an instant.</summary>
public static class Zones
{
    private static readonly Dictionary<string, string> Canonical =
        DateTimeZoneProviders.Tzdb.Ids.ToDictionary(id => id, StringComparer.OrdinalIgnoreCase);

    /// <summary>The zone of an IANA name in any letter case; null if there is none.</summary>
    public static DateTimeZone? Find(string? name) =>
        name is not null && Canonical.TryGetValue(name.Trim(), out var id) ? DateTimeZoneProviders.Tzdb[id] : null;

    /// <summary>The zone of a name that is known to be good, such as one from a recorded event.</summary>
    /// <exception cref="DateTimeZoneNotFoundException">There is no such zone.</exception>
    public static DateTimeZone Get(string name) => Find(name) ?? DateTimeZoneProviders.Tzdb[name];

    /// <summary>The names that contain a word or come nearest to it, best first; for "did you mean".</summary>
    public static IReadOnlyList<string> Near(string name, int count = 3)
    {
        var word = name.Trim().Replace(' ', '_');
        return
        [
            .. DateTimeZoneProviders.Tzdb.Ids
                .Select(id => (Id: id, City: id[(id.LastIndexOf('/') + 1)..]))
                .OrderBy(z => z.City.Contains(word, StringComparison.OrdinalIgnoreCase) ? 0 : 1)
                .ThenBy(z => Text.Distance.Between(z.City, word))
                .ThenBy(z => z.Id, StringComparer.Ordinal)
                .Take(count)
                .Select(z => z.Id),
        ];
    }

    /// <summary>Whether a zone is UTC under one of its names: then clocks are read as written.</summary>
    public static bool IsUtc(DateTimeZone zone) =>
        zone is { MinOffset.Seconds: 0, MaxOffset.Seconds: 0 } && Label(Instant.MinValue, zone) is "UTC" or "GMT";

    /// <summary>Whether a zone is UTC or an offset from it, where nobody's wall clock hangs.</summary>
    internal static bool IsFixed(DateTimeZone zone) => zone.Id.StartsWith("UTC", StringComparison.Ordinal) || IsUtc(zone);

    /// <summary>
    /// The abbreviation in force at an instant (<c>EDT</c>); for a zone that has none, its offset (<c>UTC-3</c>),
    /// or its name where the offset has minutes: beside a clock, <c>UTC+5:45</c> reads like another clock.
    /// </summary>
    public static string Label(Instant instant, DateTimeZone zone) => Label(zone.GetZoneInterval(instant), zone);

    /// <summary>The label of an interval of a zone.</summary>
    public static string Label(ZoneInterval interval, DateTimeZone zone)
    {
        if (interval.Name.Length > 0 && char.IsAsciiLetter(interval.Name[0]))
        {
            return interval.Name;
        }

        var (hours, rest) = Math.DivRem(interval.WallOffset.Seconds, 3600);
        return rest != 0 ? zone.Id : hours == 0 ? "UTC" : $"UTC{(hours < 0 ? '-' : '+')}{Math.Abs(hours)}";
    }
}
