using NodaTime;
using NodaTime.TimeZones;

namespace IncidentBot.Core.Times;

/// <summary>Time zones by IANA name, and what they are called at an instant.</summary>
public static class Zones
{
    private static readonly Dictionary<string, string> Canonical =
        DateTimeZoneProviders.Tzdb.Ids.ToDictionary(id => id, StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Ids = [.. Canonical.Values.Where(id => !id.StartsWith("Etc/", StringComparison.Ordinal) && !id.Any(c => char.IsDigit(c) || c == '+'))];
    private const int Unlike = 3;
    private static readonly string[] WellKnown = ["Europe/London", "America/New_York", "Asia/Tokyo"];

    /// <summary>The zone of an IANA name in any letter case; null if there is none.</summary>
    public static DateTimeZone? Find(string? name) =>
        name is not null && Canonical.TryGetValue(name.Trim(), out var id) ? DateTimeZoneProviders.Tzdb[id] : null;

    /// <summary>The zone of a name that is known to be good, such as one from a recorded event.</summary>
    /// <exception cref="DateTimeZoneNotFoundException">There is no such zone.</exception>
    public static DateTimeZone Get(string name) => Find(name) ?? DateTimeZoneProviders.Tzdb[name];

    /// <summary>
    /// The names that contain a word or come nearest to it, best first, and the zone that an abbreviation means before them; for
    /// "did you mean". Where nothing is near, a few that everybody knows, to show what a name looks like. Zones that are an offset
    /// (<c>Etc/GMT-2</c>, two hours <i>ahead</i>) are never meant.
    /// </summary>
    public static IReadOnlyList<string> Near(string name, int count = 3)
    {
        var word = name.Trim().Replace(' ', '_');
        var city = City(word);
        var near = Ids
            .Select(id => (Id: id, Rank: Rank(id, word, city), Distance: Text.Distance.Between(City(id), city)))
            .Where(z => z.Rank < Unlike || z.Distance <= city.Length / 3)
            .OrderBy(z => z.Rank)
            .ThenBy(z => z.Distance)
            .ThenBy(z => z.Id, StringComparer.Ordinal)
            .Select(z => z.Id);
        var meant = ZoneWords.Region(word) is { } region ? near.Prepend(region).Distinct() : near;
        return meant.Take(count).ToList() is { Count: > 0 } found ? found : WellKnown;
    }

    /// <summary>A city first, unless the continent was typed as well.</summary>
    private static int Rank(string id, string word, string city)
    {
        var inId = id.Contains(word, StringComparison.OrdinalIgnoreCase);
        return inId && word.Contains('/') ? 0
            : city.Length > 0 && City(id).Contains(city, StringComparison.OrdinalIgnoreCase) ? 1
            : inId ? 2
            : Unlike;
    }

    private static string City(string id) => id[(id.LastIndexOf('/') + 1)..];

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
