using NodaTime;

namespace IncidentBot.Core.Times;

/// <summary>
/// The zones people name after a clock. An abbreviation means the region's wall clock: who writes PST in May means the
/// time in California, which then is daylight time. Only capitals count: est, ist and et are words of other languages.
/// </summary>
internal static class ZoneWords
{
    private static readonly Dictionary<string, string> Regions = new(StringComparer.Ordinal)
    {
        ["ET"] = "America/New_York",
        ["EST"] = "America/New_York",
        ["EDT"] = "America/New_York",
        ["Eastern"] = "America/New_York",
        ["CT"] = "America/Chicago",
        ["CST"] = "America/Chicago",
        ["CDT"] = "America/Chicago",
        ["Central"] = "America/Chicago",
        ["MT"] = "America/Denver",
        ["MST"] = "America/Denver",
        ["MDT"] = "America/Denver",
        ["Mountain"] = "America/Denver",
        ["PT"] = "America/Los_Angeles",
        ["PST"] = "America/Los_Angeles",
        ["PDT"] = "America/Los_Angeles",
        ["Pacific"] = "America/Los_Angeles",
        ["CET"] = "Europe/Paris",
        ["CEST"] = "Europe/Paris",
        ["BST"] = "Europe/London",
        ["IST"] = "Asia/Kolkata",
        ["JST"] = "Asia/Tokyo",
        ["AEST"] = "Australia/Sydney",
        ["AEDT"] = "Australia/Sydney",
        ["SGT"] = "Asia/Singapore",
        ["UTC"] = "UTC",
        ["GMT"] = "UTC",
        ["Z"] = "UTC",
    };

    /// <summary>The zone of an abbreviation, or of an IANA name with a slash; null if the word is neither.</summary>
    public static DateTimeZone? Find(ReadOnlySpan<char> word) =>
        Regions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var id) ? Zones.Get(id)
        : word.Contains('/') ? Zones.Find(word.ToString())
        : null;
}
