using IncidentBot.Core.Incidents;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Core.Times;

/// <summary>Times in the words of an answer: in a zone, in UTC, and how long ago.</summary>
public static class TimeWords
{
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalTimePattern Seconds = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss");
    private static readonly LocalDateTimePattern IsoMinutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");
    private static readonly LocalDateTimePattern IsoSeconds = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("ddd d MMM");
    private static readonly LocalDatePattern DayOfYear = LocalDatePattern.CreateWithInvariantCulture("ddd d MMM yyyy");

    /// <summary><c>today 10:00–10:45 EDT (14:00–14:45 UTC), 35 min ago</c>.</summary>
    public static string Describe(Moment moment, DateTimeZone zone, Instant now)
    {
        var local = Span(moment, zone, now, relative: true);
        var age = Age(moment.EndsAt ?? moment.OccurredAt, now);
        return Zones.IsUtc(zone) || moment.Precision == Precision.Day
            ? $"{local}, {age}"
            : $"{local} ({Span(moment, DateTimeZone.Utc, now, relative: false, besides: zone)}), {age}";
    }

    /// <summary>What was read, as a confirmation says it: with "about", "since" or "until" where that was said.</summary>
    public static string Said(TimeReading reading, DateTimeZone zone, Instant now)
    {
        var about = reading.IsApproximate ? "about " : "";
        var open = reading.Kind == TimeKind.Since ? "since " : reading.Kind == TimeKind.Until ? "until " : "";
        return $"{open}{about}{Describe(reading.Moment!, zone, now)}";
    }

    /// <summary><c>today 10:00 EDT</c>, or with the date when it was another day.</summary>
    public static string Stamp(Instant instant, DateTimeZone zone, Instant now) =>
        Span(new Moment(instant, null, Precision.Minute, zone.Id), zone, now, relative: true);

    /// <summary><c>10:00 EDT</c>.</summary>
    public static string Clock(Instant instant, DateTimeZone zone) =>
        $"{Minutes.Format(instant.InZone(zone).TimeOfDay)} {Zones.Label(instant, zone)}";

    /// <summary><c>3:30 pm</c>.</summary>
    internal static string TwelveHours(LocalTime time) =>
        $"{(time.Hour + 11) % 12 + 1}:{time.Minute:00} {(time.Hour < 12 ? "am" : "pm")}";

    /// <summary><c>2026-03-05 10:00</c>, with seconds where there are some; read back in the same zone, it is the instant.</summary>
    public static string Iso(Instant instant, DateTimeZone zone)
    {
        var local = instant.InZone(zone).LocalDateTime;
        return (local.Second == 0 ? IsoMinutes : IsoSeconds).Format(local);
    }

    /// <summary>How long ago: <c>just now</c>, <c>35 min ago</c>, <c>2 h 5 min ago</c>, <c>in 3 min</c>.</summary>
    public static string Age(Instant then, Instant now)
    {
        var age = now - then;
        age = age > Duration.FromDays(1) ? Duration.FromHours(Math.Floor(age.TotalHours)) : age;
        return age < Duration.FromMinutes(-1) ? $"in {Length(-age)}"
            : age < Duration.FromMinutes(1) ? "just now"
            : $"{Length(age)} ago";
    }

    /// <summary><c>40 s</c>, <c>45 min</c>, <c>1 d 2 h 5 min</c>: cut to the minute, not rounded.</summary>
    public static string Length(Duration length)
    {
        (int Count, string Unit)[] parts = [(length.Days, "d"), (length.Hours, "h"), (length.Minutes, "min")];
        var words = string.Join(' ', parts.Where(p => p.Count > 0).Select(p => $"{p.Count} {p.Unit}"));
        return words.Length > 0 ? words : $"{Math.Max(0, length.Seconds)} s";
    }

    private static string Span(Moment moment, DateTimeZone zone, Instant now, bool relative, DateTimeZone? besides = null)
    {
        var start = moment.OccurredAt.InZone(zone);
        var end = moment.EndsAt?.InZone(zone);
        var today = now.InZone(zone).Date;
        var date = besides is not null && start.Date == moment.OccurredAt.InZone(besides).Date ? "" : Date(start.Date, today, relative) + " ";
        if (moment.Precision == Precision.Day)
        {
            return date.Trim();
        }

        var until = end is not { } e ? ""
            : e.Date == start.Date ? $"–{Clock(e, moment.Precision)}"
            : $" – {Date(e.Date, today, relative: false)} {Clock(e, moment.Precision)}";
        return $"{date}{Clock(start, moment.Precision)}{until} {Label(start, end, zone)}";
    }

    private static string Label(ZonedDateTime start, ZonedDateTime? end, DateTimeZone zone)
    {
        var first = Zones.Label(start.ToInstant(), zone);
        var last = end is { } e ? Zones.Label(e.ToInstant(), zone) : first;
        return first == last ? first : $"{first}/{last}";
    }

    private static string Date(LocalDate date, LocalDate today, bool relative) =>
        relative && date == today ? "today" : (date.Year == today.Year ? Day : DayOfYear).Format(date);

    private static string Clock(ZonedDateTime time, Precision precision) =>
        (precision == Precision.Second ? Seconds : Minutes).Format(time.TimeOfDay);
}
