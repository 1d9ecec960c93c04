using System.Globalization;
using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Tests.Times.Languages;

/// <summary>
/// One line and what it must come to: <c>14 09:15</c> is the 14th of the month at 9:15, <c>day 13</c>, <c>since 14 10:42</c>, <c>until 14 11:00</c>,
/// <c>14 10:00 - 14 10:45</c>, <c>none</c>, <c>vague</c>, or the reason of a refusal.
/// </summary>
internal static class LanguageRow
{
    private static readonly LocalDateTimePattern Written = LocalDateTimePattern.CreateWithInvariantCulture("d HH:mm");
    private static readonly LocalDateTimePattern WrittenSeconds = LocalDateTimePattern.CreateWithInvariantCulture("d HH:mm:ss");

    public static void Check(string locale, string zone, string text, string expected)
    {
        var where = DateTimeZoneProviders.Tzdb[zone];
        var now = new LocalDateTime(2024, 5, 14, 15, 40, 30).InZoneStrictly(where).ToInstant();

        var reading = TimeReader.Read(text, now, where, locale);

        Assert.Equal(expected, Describe(reading, where));
        Whole.AssertKept(text, reading);
    }

    private static string Describe(TimeReading reading, DateTimeZone zone) => reading.Kind switch
    {
        TimeKind.Reject => reading.Refusal!.Value.ToString().ToLowerInvariant(),
        TimeKind.Date => $"day {reading.Start!.Value.InZone(zone).Day.ToString(CultureInfo.InvariantCulture)}",
        TimeKind.Range => $"{Write(reading.Start!.Value, zone)} - {Write(reading.End!.Value, zone)}",
        TimeKind.Since => $"since {Write(reading.Start!.Value, zone)}",
        TimeKind.Until => $"until {Write(reading.End!.Value, zone)}",
        TimeKind.Point => Write(reading.Start!.Value, zone),
        _ => reading.Kind.ToString().ToLowerInvariant(),
    };

    private static string Write(Instant instant, DateTimeZone zone)
    {
        var local = instant.InZone(zone).LocalDateTime;
        return (local.Second == 0 ? Written : WrittenSeconds).Format(local);
    }
}
