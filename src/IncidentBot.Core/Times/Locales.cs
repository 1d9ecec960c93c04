namespace IncidentBot.Core.Times;

/// <summary>In which order a locale writes day and month in figures.</summary>
internal enum DateOrder
{
    Unknown,
    DayFirst,
    MonthFirst,
}

/// <summary>What a BCP-47 locale says about clocks and dates. A table, because the runtime carries no locale data.</summary>
internal static class Locales
{
    /// <summary>Regions whose everyday written clock has twelve hours (Unicode CLDR, preferred hour cycle h12).</summary>
    private const string TwelveHourRegions =
        "US CA AU NZ IN PH PK BD EG SA AE JO KW QA BH OM YE IQ SY LB DZ SD LY MY SG HK TW KR CO VE PR DO PA HN GR CY AL "
        + "JM TT BS BB GY FJ ZM MW BW NA GH NG";

    /// <summary>Regions that write the month first, or the year and then the month (Unicode CLDR, short date).</summary>
    private const string MonthFirstRegions = "US PH PR GU VI AS UM MH FM PW JP CN KR TW HU LT MN";

    /// <summary>By region, except that Canada writes twelve hours in English only.</summary>
    public static bool HasTwelveHourClock(string? locale) =>
        Region(locale) is { Length: 2 } region && Contains(TwelveHourRegions, region) && !IsLanguage(locale, "fr");

    /// <summary>Without a locale the command words are all we have, and they are English.</summary>
    public static bool IsEnglish(string? locale) => string.IsNullOrEmpty(locale) || IsLanguage(locale, "en");

    /// <summary>English without a region says nothing: it is written both ways.</summary>
    public static DateOrder DateOrder(string? locale) =>
        Region(locale) is { Length: 2 } region ? Contains(MonthFirstRegions, region) ? Times.DateOrder.MonthFirst : Times.DateOrder.DayFirst
        : IsEnglish(locale) ? Times.DateOrder.Unknown
        : IsLanguage(locale, "ja") || IsLanguage(locale, "zh") || IsLanguage(locale, "ko") ? Times.DateOrder.MonthFirst
        : Times.DateOrder.DayFirst;

    private static bool IsLanguage(string? locale, string language) =>
        locale is not null && locale.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (locale.Length == language.Length || locale[language.Length] is '-' or '_');

    /// <summary>The two letters of the region, which may come behind the four of a script.</summary>
    private static ReadOnlySpan<char> Region(string? locale)
    {
        var rest = locale.AsSpan();
        while (rest.IndexOfAny('-', '_') is >= 0 and var cut)
        {
            rest = rest[(cut + 1)..];
            var end = rest.IndexOfAny('-', '_');
            if ((end < 0 ? rest.Length : end) == 2)
            {
                return rest[..2];
            }
        }

        return default;
    }

    private static bool Contains(string regions, ReadOnlySpan<char> region)
    {
        Span<char> upper = stackalloc char[2];
        region.ToUpperInvariant(upper);
        for (var at = 0; at < regions.Length; at += 3)
        {
            if (regions.AsSpan(at, 2).SequenceEqual(upper))
            {
                return true;
            }
        }

        return false;
    }
}
