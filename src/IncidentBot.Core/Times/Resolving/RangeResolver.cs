using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times.Grammar;
using NodaTime;

namespace IncidentBot.Core.Times.Resolving;

/// <summary>Turns two sides into a range: what one side says of zone, day and half holds for the other where it says nothing.</summary>
internal sealed class RangeResolver(ReadContext context, string? firstZoneWord, string? lastZoneWord)
{
    private static readonly Duration LongestUndated = Duration.FromHours(12);

    public TimeReading Resolve(Side first, Side last)
    {
        (first.Zone, last.Zone) = (first.Zone ?? last.Zone, last.Zone ?? first.Zone);
        if (last.Ahead || first.Ahead)
        {
            return Refusals.Ahead(first.Zone ?? context.Zone);
        }

        ShareDay(ref first, ref last);
        var start = new SideResolver(Halved(first, last), context, firstZoneWord ?? lastZoneWord).Resolve();
        if (start.Kind == TimeKind.Reject)
        {
            return start;
        }

        var zone = last.Zone ?? context.Zone;
        var end = last.IsInstant || (last.Day.Form is not DayForm.None and not DayForm.Weekday)
            ? new SideResolver(last, context, lastZoneWord).Resolve()
            : After(start, first, last, zone);
        if (last is { Day: { Form: DayForm.Relative, Value: 0 }, Part: Part.None } && Dial.IsOpen(last, zone, context))
        {
            end = Today(start, last) ?? end;
        }

        return end.Kind == TimeKind.Reject ? end with { ClockOnly = start.ClockOnly }
            : end.Start <= start.Start ? Refusals.EndsFirst(zone)
            : end.Start > context.Latest ? Refusals.Future(end.Start!.Value, zone, context) with { ClockOnly = start.ClockOnly }
            : start with
            {
                Kind = TimeKind.Range,
                End = end.Start,
                Precision = end.Precision == Precision.Second ? Precision.Second : start.Precision,
                Assumptions = [.. start.Assumptions.Union(end.Assumptions)],
            };
    }

    /// <summary>A day behind the second clock is the day of both: <c>10am to 12pm Monday morning</c>.</summary>
    private static void ShareDay(ref Side first, ref Side last)
    {
        if (first.Day.Form == DayForm.None && last.Day.Form != DayForm.None && first is { IsInstant: false } && last is { IsInstant: false })
        {
            (first.Day, last.Day) = (last.Day, default);
            if (first.Part == Part.None && last.Clock.Half == HalfDay.Unsaid)
            {
                (first.Part, last.Part) = (last.Part, Part.None);
            }
            else if (last.Clock.Half != HalfDay.Unsaid)
            {
                (first.Part, last.Part) = (first.Part == Part.None ? last.Part : first.Part, Part.None);
            }
        }
    }

    /// <summary>am, pm or a part of the day on the second side: the first takes the half that makes the shorter range.</summary>
    private static Side Halved(Side first, in Side last)
    {
        var said = last.Clock.Half != HalfDay.Unsaid || last.Part != Part.None;
        if (said && Dial.Fits(first.Clock) && first is { IsInstant: false, Part: Part.None })
        {
            var end = Minutes(Dial.Time(last.Clock, last.Clock.Half, last.Part));
            first.Clock.Half = Forward(first.Clock, HalfDay.Am, end) < Forward(first.Clock, HalfDay.Pm, end) ? HalfDay.Am : HalfDay.Pm;
        }

        return first;
    }

    /// <summary><c>yesterday 22:00 to today at 2</c>: the half of today that comes first behind the start.</summary>
    private TimeReading? Today(TimeReading start, Side last)
    {
        last.Clock.Half = HalfDay.Am;
        var morning = new SideResolver(last, context, lastZoneWord).Resolve();
        return morning.Kind != TimeKind.Reject && morning.Start > start.Start && morning.Start <= context.Latest ? morning : null;
    }

    /// <summary>The first occurrence after the start.</summary>
    private TimeReading After(TimeReading start, in Side first, in Side last, DateTimeZone zone)
    {
        var isDated = first.Day.Form != DayForm.None;
        var clocks = new WallClock(context, zone, lastZoneWord);
        var bothHalves = last.Part == Part.None && Dial.Fits(last.Clock)
            && (first.Clock.Half != HalfDay.Unsaid || first.Part != Part.None || (!isDated && Dial.IsOpen(last, zone, context)));
        HalfDay[] both = [HalfDay.Am, HalfDay.Pm];
        var end = FirstAfter(start.Start!.Value, last, bothHalves ? both : [last.Clock.Half], zone, clocks);
        if (IsLong(end, start) && last.Part == Part.None && last.Day.Form == DayForm.None && (bothHalves || Dial.IsOneDigit(last.Clock)))
        {
            var nearer = FirstAfter(start.Start.Value, last, both, zone, clocks);
            end = IsLong(nearer, start) ? end : nearer;
        }

        var isEmpty = !isDated && start.Start.Value.InZone(zone).TimeOfDay == end.Start?.InZone(zone).TimeOfDay;
        return isEmpty || (IsLong(end, start) && !isDated) ? Refusals.EndsFirst(zone)
            : end with { Precision = last.Clock.HasSeconds ? Precision.Second : Precision.Minute };
    }

    private static bool IsLong(TimeReading end, TimeReading start) => end.Start - start.Start > LongestUndated;

    private static TimeReading FirstAfter(Instant start, Side last, HalfDay[] halves, DateTimeZone zone, WallClock clocks)
    {
        var from = start.InZone(zone).Date;
        LocalDateTime? found = null;
        for (var day = 0; day <= 8 && found is null; day++)
        {
            var date = from.PlusDays(day);
            if (last.Day.Form == DayForm.Weekday && (int)date.DayOfWeek != last.Day.Value)
            {
                continue;
            }

            foreach (var half in halves)
            {
                var time = Dial.Time(last.Clock, half, half == HalfDay.Unsaid ? last.Part : Part.None);
                var local = (date + time).PlusDays(Dial.Carry(last.Clock));
                found = clocks.IsAfter(local, start) && !(local > found) ? local : found;
            }
        }

        return clocks.At(found!.Value);
    }

    private static int Forward(in Clock clock, HalfDay half, int end)
    {
        var minutes = end - Minutes(Dial.Time(clock, half, Part.None));
        return minutes > 0 ? minutes : minutes + (24 * 60);
    }

    private static int Minutes(LocalTime time) => (time.Hour * 60) + time.Minute;
}
