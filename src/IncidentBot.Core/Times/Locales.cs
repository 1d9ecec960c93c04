namespace IncidentBot.Core.Times;

/// <summary>What a BCP-47 locale says about clocks. A table, because the runtime carries no locale data.</summary>
internal static class Locales
{
    /// <summary>Regions whose everyday written clock has twelve hours (Unicode CLDR, preferred hour cycle h12).</summary>
    private static readonly HashSet<string> TwelveHourRegions = new(StringComparer.OrdinalIgnoreCase)
    {
        "US", "CA", "AU", "NZ", "IN", "PH", "PK", "BD", "EG", "SA", "AE", "JO", "KW", "QA", "BH", "OM", "YE", "IQ", "SY",
        "LB", "DZ", "SD", "LY", "MY", "SG", "HK", "TW", "KR", "CO", "VE", "PR", "DO", "PA", "HN", "GR", "CY", "AL",
        "JM", "TT", "BS", "BB", "GY", "FJ", "ZM", "MW", "BW", "NA", "GH", "NG",
    };

    /// <summary>By region, except that Canada writes twelve hours in English only.</summary>
    public static bool HasTwelveHourClock(string? locale) =>
        Region(locale) is { } region && TwelveHourRegions.Contains(region)
        && !locale!.StartsWith("fr", StringComparison.OrdinalIgnoreCase);

    /// <summary>Without a locale the command words are all we have, and they are English.</summary>
    public static bool IsEnglish(string? locale) =>
        string.IsNullOrEmpty(locale) || locale.Equals("en", StringComparison.OrdinalIgnoreCase)
        || locale.StartsWith("en-", StringComparison.OrdinalIgnoreCase) || locale.StartsWith("en_", StringComparison.OrdinalIgnoreCase);

    private static string? Region(string? locale) =>
        locale?.Split('-', '_').Skip(1).FirstOrDefault(part => part.Length == 2);
}
