using IncidentBot.Core.Times.Grammar;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace IncidentBot.Core.Times.Resolving;

/// <summary>The refusals, each with its reason and what to write instead.</summary>
internal static class Refusals
{
    private const string Past = "Events are recorded in the past; for a plan use the description.";

    private static readonly LocalTimePattern Shown = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalDatePattern ShownDay = LocalDatePattern.CreateWithInvariantCulture("d MMM");
    private static readonly LocalDatePattern ShownYear = LocalDatePattern.CreateWithInvariantCulture("d MMM yyyy");

    public static TimeReading Future(Instant ahead, DateTimeZone zone, ReadContext context)
    {
        var local = ahead.InZone(zone);
        var isToday = local.Date == context.Now.InZone(zone).Date;
        var clock = Shown.Format(local.TimeOfDay);
        var inUtc = (local.Date + local.TimeOfDay).InUtc().ToInstant();
        var other = !isToday ? "" : inUtc <= context.Latest && !Zones.IsUtc(zone)
            ? $" Did you mean yesterday {clock} or {clock} UTC?"
            : $" Did you mean yesterday {clock}?";
        return Refuse(
            TimeRefusal.Future, zone,
            ahead > context.Now
                ? $"{TimeWords.Stamp(ahead, zone, context.Now)} is in {TimeWords.Length(ahead - context.Now)}. {Past}{other}"
                : $"That lies ahead. {Past}");
    }

    /// <summary>Ahead by its own words: tomorrow, next Friday, in 5 minutes.</summary>
    public static TimeReading Ahead(DateTimeZone zone) => Refuse(TimeRefusal.Future, zone, $"That lies ahead. {Past}");

    public static TimeReading DayAhead(LocalDate date, DateTimeZone zone) =>
        Refuse(TimeRefusal.Future, zone, $"{ShownYear.Format(date)} lies ahead. {Past}");

    /// <summary>The latest day of that name is so long ago that the coming one is more likely meant.</summary>
    public static TimeReading AddTheYear(LocalDate date, DateTimeZone zone) => Refuse(
        TimeRefusal.Future, zone,
        $"The last {ShownDay.Format(date)} is more than half a year ago, so the next one seems to be meant. {Past} If it was in {date.Year}, add the year: {Iso(date)}.");

    public static TimeReading Gap(LocalDateTime local, ZoneLocalMapping map, DateTimeZone zone)
    {
        var (before, after) = (map.EarlyInterval.IsoLocalEnd, map.LateInterval.IsoLocalStart);
        return Refuse(
            TimeRefusal.Gap, zone,
            $"{Shown.Format(local.TimeOfDay)} did not exist on {ShownDay.Format(local.Date)} in {City(zone)} "
            + $"({Shown.Format(before.TimeOfDay)} became {Shown.Format(after.TimeOfDay)}). "
            + $"Write {Shown.Format(before.PlusMinutes(-1).TimeOfDay)}, {Shown.Format(after.TimeOfDay)} or UTC.");
    }

    public static TimeReading Ambiguous(string written, LocalDate one, LocalDate other, DateTimeZone zone) => Refuse(
        TimeRefusal.Ambiguous, zone,
        $"{written} is {ShownDay.Format(one)} or {ShownDay.Format(other)}. Write {Iso(one)} or {Iso(other)}.");

    public static TimeReading NoSuchDay(in Day day, DateTimeZone zone) => Refuse(
        TimeRefusal.Invalid, zone,
        day.Year is > 0 and (< Calendar.FirstYear or > Calendar.LastYear) ? $"The year {day.Year} is none that an incident can have. Write the date as 2026-02-28."
            : day.Month is >= 1 and <= 12
            ? $"There is no {day.DayOfMonth} {Months.Short(day.Month)}{(day.Year > 0 ? $" {day.Year}" : "")}. Write the date as 2026-02-28."
            : "There is no such day. Write the date as 2026-02-28.");

    public static TimeReading EndsFirst(DateTimeZone zone) =>
        Refuse(TimeRefusal.Invalid, zone, "It ends before it starts. Give the end its date if it is on another day.");

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    /// <summary><c>New York</c> for America/New_York.</summary>
    private static string City(DateTimeZone zone) => zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');

    private static TimeReading Refuse(TimeRefusal refusal, DateTimeZone zone, string problem) =>
        new() { Kind = TimeKind.Reject, Refusal = refusal, Problem = problem, Rest = "", Zone = zone };
}
