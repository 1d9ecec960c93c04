using NodaTime;

namespace IncidentBot.Core.Times;

/// <summary>
/// The zones people name after a clock. An abbreviation means the region's wall clock: who writes PST in May means the
/// time in California, which then is daylight time. Only capitals count, because est, ist and et are words of other
/// languages; in English, abbreviations of three letters and more count in any case.
/// </summary>
internal static class ZoneWords
{
    private const string Utc = "UTC";

    private static readonly Instant January = Instant.FromUtc(2026, 1, 15, 0, 0);
    private static readonly Instant July = Instant.FromUtc(2026, 7, 15, 0, 0);
    private static readonly string[] Utcs = [Utc, "GMT", "Z"];
    private static readonly string[] IndianOrNot = ["Asia/Jerusalem", "Asia/Tel_Aviv", "Israel", "Europe/Dublin", "Eire"];
    private static readonly string[] Chinese = ["Asia/Shanghai", "Asia/Taipei", "Asia/Macau", "Asia/Chongqing", "PRC"];

    private static readonly Dictionary<string, string> Regions = new(StringComparer.OrdinalIgnoreCase)
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
        ["AKST"] = "America/Anchorage",
        ["AKDT"] = "America/Anchorage",
        ["HST"] = "Pacific/Honolulu",
        ["BRT"] = "America/Sao_Paulo",
        ["CET"] = "Europe/Paris",
        ["CEST"] = "Europe/Paris",
        ["MEZ"] = "Europe/Berlin",
        ["MESZ"] = "Europe/Berlin",
        ["EET"] = "Europe/Helsinki",
        ["EEST"] = "Europe/Helsinki",
        ["MSK"] = "Europe/Moscow",
        ["BST"] = "Europe/London",
        ["IST"] = "Asia/Kolkata",
        ["SGT"] = "Asia/Singapore",
        ["HKT"] = "Asia/Hong_Kong",
        ["JST"] = "Asia/Tokyo",
        ["KST"] = "Asia/Seoul",
        ["AWST"] = "Australia/Perth",
        ["ACST"] = "Australia/Adelaide",
        ["ACDT"] = "Australia/Adelaide",
        ["AEST"] = "Australia/Sydney",
        ["AEDT"] = "Australia/Sydney",
        ["NZST"] = "Pacific/Auckland",
        ["NZDT"] = "Pacific/Auckland",
        ["SAST"] = "Africa/Johannesburg",
    };

    /// <summary>What an abbreviation stands for, in the words of an assumption.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["EST"] = "Eastern standard time",
        ["EDT"] = "Eastern daylight time",
        ["CST"] = "Central standard time",
        ["CDT"] = "Central daylight time",
        ["MST"] = "Mountain standard time",
        ["MDT"] = "Mountain daylight time",
        ["PST"] = "Pacific standard time",
        ["PDT"] = "Pacific daylight time",
        ["CET"] = "Central European time",
        ["CEST"] = "Central European summer time",
        ["MEZ"] = "Europe/Berlin",
        ["MESZ"] = "Europe/Berlin",
        ["EET"] = "Eastern European time",
        ["EEST"] = "Eastern European summer time",
        ["GMT"] = "Greenwich mean time",
        ["BST"] = "British summer time",
        ["AEST"] = "Australian eastern standard time",
        ["AEDT"] = "Australian eastern daylight time",
        ["NZST"] = "New Zealand standard time",
        ["NZDT"] = "New Zealand daylight time",
    };

    /// <summary>The zone of an abbreviation, or of an IANA name with a slash; null if the word is neither.</summary>
    public static DateTimeZone? Find(ReadOnlySpan<char> word, DateTimeZone author, bool english)
    {
        if (word.Equals("UTC", StringComparison.OrdinalIgnoreCase) || word.Equals("GMT", StringComparison.OrdinalIgnoreCase) || word is "Z" or "z")
        {
            return DateTimeZone.Utc;
        }

        if (word.Contains('/'))
        {
            return Zones.Find(word.ToString());
        }

        if (!Regions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var id) || !IsWritten(word, english))
        {
            return null;
        }

        var own = word switch
        {
            "IST" or "ist" => IndianOrNot.Contains(author.Id),
            "CST" or "cst" => Chinese.Contains(author.Id) || IsAlways(word, author),
            _ => IsAlways(word, author),
        };
        return own ? author : DateTimeZoneProviders.Tzdb[id];
    }

    /// <summary>Where the clocks never change the abbreviation is the author's own: <c>MST</c> in Phoenix, <c>CST</c> in Mexico.</summary>
    private static bool IsAlways(ReadOnlySpan<char> word, DateTimeZone author) =>
        word.Equals(author.GetZoneInterval(January).Name, StringComparison.OrdinalIgnoreCase) && word.Equals(author.GetZoneInterval(July).Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The IANA name of what an abbreviation or a region means; null if it is neither.</summary>
    public static string? Region(string word) => Regions.GetValueOrDefault(word);

    /// <summary>A region by its name, which is a word besides: <c>Pacific</c>, <c>Eastern</c>.</summary>
    public static bool IsRegion(ReadOnlySpan<char> word) => word.Length > 4 && !word.Contains('/');

    /// <summary>What is to be said where a region is not on the time its abbreviation names; null where it is.</summary>
    public static string? Note(string word, string label)
    {
        word = word.ToUpperInvariant();
        return word == label || !Regions.ContainsKey(word) || word.Length < 3 || word.Length > 4 || Utcs.Contains(label) && label != "GMT" ? null
            : $"{word} read as {(Names.TryGetValue(label, out var name) ? name : label)}";
    }

    private static bool IsWritten(ReadOnlySpan<char> word, bool english) =>
        IsRegion(word) || !word.ContainsAnyInRange('a', 'z') || (english && word.Length >= 3 && !word.ContainsAnyInRange('A', 'Z'));
}
