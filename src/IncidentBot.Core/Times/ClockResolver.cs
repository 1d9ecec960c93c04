using System.Diagnostics;
using IncidentBot.Core.Incidents;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Core.Times;

/// <summary>Turns a written clock into an instant: which day, which half of it, and what the clocks did there.</summary>
internal sealed class ClockResolver(Instant now, DateTimeZone authorZone, string? locale)
{
    private static readonly Duration LongestUndatedRange = Duration.FromHours(12);
    private static readonly LocalTimePattern Shown = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalDateTimePattern ShownDay = LocalDateTimePattern.CreateWithInvariantCulture("HH:mm 'on' d MMM yyyy");

    private readonly Instant _latest = now + TimeReader.Skew;

    public TimeReading Point(Clock clock)
    {
        var zone = clock.Zone ?? authorZone;
        if (clock.NoSuchDay)
        {
            return Refuse(TimeRefusal.Invalid, zone, "That is no such day as an incident can have. Write the date as 2026-02-28.");
        }

        return clock.Date is { } date ? Dated(clock, date, zone) : Bare(clock, zone);
    }

    public TimeReading Range(Clock first, Clock last)
    {
        var zone = last.Zone ?? first.Zone ?? authorZone;
        first = first with { Zone = zone };
        last = last with { Zone = zone };
        if (first.NoSuchDay || last.NoSuchDay)
        {
            return Point(first.NoSuchDay ? first : last);
        }

        var start = StartOfRange(first, last);
        if (start.Kind == TimeKind.Reject)
        {
            return start;
        }

        return last.Date is null ? Until(start, last, first) : UntilDated(start, last);
    }

    private TimeReading Dated(Clock clock, LocalDate date, DateTimeZone zone)
    {
        var local = (date + clock.Time).PlusDays(clock.CarriedDays);
        return At(local, zone, clock.ZoneWord) switch
        {
            { Kind: TimeKind.Reject } refused => refused,
            { Start: { } start } found when start <= _latest => found with { Precision = PrecisionOf(clock) },
            { Start: var start } => RefuseFuture(start!.Value, zone),
        };
    }

    /// <summary>The latest occurrence that is not ahead; on a 12-hour dial, of both halves of the day.</summary>
    private TimeReading Bare(Clock clock, DateTimeZone zone)
    {
        var halves = Halves(clock, zone);
        var today = _latest.InZone(zone).Date;
        foreach (var local in Occurrences(halves, today.PlusDays(-2), 4).Reverse())
        {
            var found = At(local, zone, clock.ZoneWord);
            if (found.Kind == TimeKind.Reject && zone.MapLocal(local).LateInterval.Start <= _latest)
            {
                return found;
            }

            if (found.Kind == TimeKind.Point && found.Start <= _latest)
            {
                return found with
                {
                    Precision = PrecisionOf(clock),
                    ClockOnly = true,
                    Assumptions = [.. found.Assumptions, .. NoteHalf(clock, halves, local.TimeOfDay)],
                };
            }
        }

        throw new UnreachableException("Every clock occurs within two days.");
    }

    /// <summary>am or pm on one side holds for both; the other side takes the half that makes the shorter range.</summary>
    private TimeReading StartOfRange(Clock first, Clock last)
    {
        if (first.Date is null && last.Date is { } date)
        {
            first = first with { Date = date };
        }

        if (!first.FitsHalfDay || last.Half == HalfDay.Unsaid)
        {
            return Point(first);
        }

        var end = Minutes(last.Time);
        var half = Forward(Minutes(first.In(HalfDay.Am).Time), end) < Forward(Minutes(first.In(HalfDay.Pm).Time), end)
            ? HalfDay.Am
            : HalfDay.Pm;
        return Point(first.In(half));
    }

    private TimeReading Until(TimeReading start, Clock last, Clock first)
    {
        var after = start.Start!.Value;
        var bothHalves = last.FitsHalfDay && (first.Half != HalfDay.Unsaid || Halves(last, last.Zone!).Length > 1);
        Clock[] halves = bothHalves ? [last.In(HalfDay.Am), last.In(HalfDay.Pm)] : [last];
        var end = FirstAfter(after, halves, last.Zone!);
        if (TooLong(end) && OneDigit(last))
        {
            end = FirstAfter(after, [last.In(HalfDay.Am), last.In(HalfDay.Pm)], last.Zone!);
        }

        if (TooLong(end))
        {
            return Refuse(TimeRefusal.Invalid, last.Zone!, "It ends before it starts. Give the end its date if it is on another day.");
        }

        return End(start, end);

        bool TooLong(TimeReading found) => first.Date is null && found.Start - after > LongestUndatedRange;
    }

    private TimeReading UntilDated(TimeReading start, Clock last)
    {
        var end = Point(last);
        if (end.Kind == TimeKind.Reject)
        {
            return end;
        }

        return end.Start > start.Start ? End(start, end) : Refuse(TimeRefusal.Invalid, last.Zone!, "It ends before it starts.");
    }

    private TimeReading End(TimeReading start, TimeReading end) => end.Kind == TimeKind.Reject ? end
        : end.Start > _latest ? RefuseFuture(end.Start!.Value, start.Zone) with { ClockOnly = start.ClockOnly }
        : start with { Kind = TimeKind.Range, End = end.Start, Assumptions = [.. start.Assumptions.Union(end.Assumptions)] };

    private TimeReading FirstAfter(Instant start, Clock[] halves, DateTimeZone zone)
    {
        foreach (var local in Occurrences(halves, start.InZone(zone).Date, 3))
        {
            var found = At(local, zone, halves[0].ZoneWord);
            if (found.Kind == TimeKind.Reject ? zone.MapLocal(local).LateInterval.Start > start : found.Start > start)
            {
                return found;
            }
        }

        throw new UnreachableException("Every clock occurs within three days.");
    }

    private static IEnumerable<LocalDateTime> Occurrences(Clock[] halves, LocalDate from, int days) =>
        Enumerable.Range(0, days)
            .SelectMany(day => halves.Select(half => (from.PlusDays(day) + half.Time).PlusDays(half.CarriedDays)))
            .Order();

    /// <summary>
    /// A local time as an instant: of two, the one whose abbreviation was written, else the later one that is not ahead;
    /// none where the clocks skipped it.
    /// </summary>
    private TimeReading At(LocalDateTime local, DateTimeZone zone, string? zoneWord)
    {
        var map = zone.MapLocal(local);
        if (map.Count == 0)
        {
            return RefuseGap(local, map, zone);
        }

        ZonedDateTime[] both = [map.First(), map.Last()];
        var written = Array.FindIndex(both, z => map.Count == 2 && Zones.Label(z.ToInstant(), zone) == zoneWord);
        var chosen = written >= 0 ? both[written] : both[1].ToInstant() <= _latest ? both[1] : both[0];
        return new TimeReading
        {
            Kind = TimeKind.Point,
            Start = chosen.ToInstant(),
            Rest = "",
            Zone = zone,
            Assumptions = map.Count == 1 || written >= 0 ? [] : [Twice(local, chosen, isSecond: chosen == both[1], zone)],
        };
    }

    private static string Twice(LocalDateTime local, ZonedDateTime chosen, bool isSecond, DateTimeZone zone) =>
        $"the clocks showed {Shown.Format(local.TimeOfDay)} twice; read as the {(isSecond ? "second" : "first")}, "
        + Zones.Label(chosen.ToInstant(), zone);

    /// <summary>
    /// A 12-hour dial is assumed where the locale's clock has one, or in English for an hour of one digit; never in UTC,
    /// and never where the hour is written in the 24-hour manner.
    /// </summary>
    private Clock[] Halves(Clock clock, DateTimeZone zone)
    {
        var dial = clock.FitsHalfDay && clock.Date is null && zone is not { Id: "UTC" } && !Zones.IsUtc(zone)
            && !IsFixed(zone) && (Locales.HasTwelveHourClock(locale) || (Locales.IsEnglish(locale) && clock.Hour < 10));
        return dial ? [clock.In(HalfDay.Am), clock.In(HalfDay.Pm)] : [clock];
    }

    private static string[] NoteHalf(Clock clock, Clock[] halves, LocalTime read) => halves.Length == 1 ? []
        : [$"read {clock.Hour}:{clock.Minute:00} as {clock.Hour}:{clock.Minute:00} {(read.Hour < 12 ? "am" : "pm")}"];

    private static bool OneDigit(Clock clock) => clock.FitsHalfDay && clock.Hour < 10;

    private static bool IsFixed(DateTimeZone zone) => zone.MinOffset == zone.MaxOffset && zone.Id.StartsWith("UTC", StringComparison.Ordinal);

    private static int Minutes(LocalTime time) => (time.Hour * 60) + time.Minute;

    private static int Forward(int start, int end) => end > start ? end - start : end - start + (24 * 60);

    private static Precision PrecisionOf(Clock clock) => clock.HasSeconds ? Precision.Second : Precision.Minute;

    private TimeReading RefuseFuture(Instant ahead, DateTimeZone zone) => Refuse(
        TimeRefusal.Future, zone,
        $"{TimeWords.Stamp(ahead, zone, now)} is in {TimeWords.Length(ahead - now)}. Events are recorded in the past.");

    private static TimeReading RefuseGap(LocalDateTime local, NodaTime.TimeZones.ZoneLocalMapping map, DateTimeZone zone)
    {
        var before = map.EarlyInterval.IsoLocalEnd;
        var after = map.LateInterval.IsoLocalStart;
        return Refuse(
            TimeRefusal.Gap, zone,
            $"{ShownDay.Format(local)} did not exist in {zone.Id}: {Shown.Format(before.TimeOfDay)} became {Shown.Format(after.TimeOfDay)}. "
            + $"Write {Shown.Format(before.PlusMinutes(-1).TimeOfDay)}, {Shown.Format(after.TimeOfDay)} or UTC.");
    }

    private static TimeReading Refuse(TimeRefusal refusal, DateTimeZone zone, string problem) =>
        new() { Kind = TimeKind.Reject, Refusal = refusal, Problem = problem, Rest = "", Zone = zone };
}
