using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times.Grammar;
using NodaTime;

namespace IncidentBot.Core.Times.Resolving;

/// <summary>Turns one side of a phrase into an instant: which day, which half of it, and what the clocks did there.</summary>
internal sealed class SideResolver
{
    private readonly Side _side;
    private readonly ReadContext _context;
    private readonly DateTimeZone _zone;
    private readonly Calendar _calendar;
    private readonly WallClock _clocks;
    private readonly string? _zoneWord;

    public SideResolver(in Side side, ReadContext context, string? zoneWord)
    {
        (_side, _context, _zoneWord) = (side, context, zoneWord);
        _zone = side.Zone ?? context.Zone;
        _calendar = new Calendar(context, _zone);
        _clocks = new WallClock(context, _zone, zoneWord);
    }

    private Clock Clock => _side.Clock;

    private Instant Now => _context.Now;

    /// <summary>The instant or the day; a refusal where there is none or it lies ahead.</summary>
    public TimeReading Resolve()
    {
        if (_side.Ahead || _side.Day.Form == DayForm.Ahead)
        {
            return Refusals.Ahead(_zone);
        }

        var reading = _side.IsInstant ? OnTheLine() : _side.HasClock ? OnTheClock() : OnTheDay();
        return reading.Kind == TimeKind.Reject ? reading
            : reading.Start > _context.Latest ? Refusals.Future(reading.Start.Value, _zone, _context)
            : reading with { Assumptions = [.. reading.Assumptions, .. Notes(reading)] };
    }

    private TimeReading OnTheLine()
    {
        var instant = _side.Exact ?? (_side.Day.Form == DayForm.Ago ? Back() : Now) - (_side.Elapsed ?? Duration.Zero);
        return WallClock.PointAt(instant, _zone) with { Precision = instant.ToUnixTimeTicks() % (NodaConstants.TicksPerSecond * 60) == 0 ? Precision.Minute : Precision.Second };
    }

    /// <summary>The same time of day some days back, before hours are counted.</summary>
    private Instant Back()
    {
        var local = Now.InZone(_zone).LocalDateTime;
        var (date, _) = _calendar.Date(_side.Day, local.TimeOfDay);
        return (date!.Value + local.TimeOfDay).InZoneLeniently(_zone).ToInstant();
    }

    private TimeReading OnTheDay()
    {
        var (date, refusal) = _calendar.Date(_side.Day, LocalTime.Midnight);
        return refusal is not null ? refusal
            : date > _context.Latest.InZone(_zone).Date ? Refusals.DayAhead(date!.Value, _zone)
            : WallClock.PointAt(_zone.AtStartOfDay(date!.Value).ToInstant(), _zone) with { Kind = TimeKind.Date, Precision = Precision.Day };
    }

    private TimeReading OnTheClock()
    {
        var precision = Clock.HasSeconds ? Precision.Second : Precision.Minute;
        var halves = Halves();
        var reading = _side.Day.Form == DayForm.None || _side.Part == Part.ThisNight ? Latest(halves)
            : _side.Day is { Form: DayForm.Relative, Value: 0 or -1 } ? OnRelativeDay(halves)
            : OnDate(halves[0]);
        return reading with { Precision = precision };
    }

    /// <summary>Without a day: the latest occurrence that is not ahead. A skipped one is refused, never the day before instead.</summary>
    private TimeReading Latest(HalfDay[] halves)
    {
        var today = _context.Latest.InZone(_zone).Date;
        LocalDateTime? best = null;
        for (var day = -2; day <= 1; day++)
        {
            foreach (var half in halves)
            {
                var local = (today.PlusDays(day) + Time(half)).PlusDays(Dial.Carry(Clock));
                best = _clocks.HasPassed(local) && !(local < best) ? local : best;
            }
        }

        var found = _clocks.At(best!.Value);
        return found with
        {
            ClockOnly = true,
            Assumptions = [.. found.Assumptions, .. HalfNote(halves, best.Value.TimeOfDay)],
        };
    }

    private TimeReading OnRelativeDay(HalfDay[] halves)
    {
        var today = Now.InZone(_zone).Date;
        var date = today.PlusDays(_side.Day.Value);
        if (_side.Part == Part.LastNight)
        {
            // From yesterday 18:00 to today 06:00.
            var time = Time(Clock.Half);
            return _clocks.At((time.Hour < 12 ? today : date) + time);
        }

        if (_side.Part == Part.Tonight && Time(Clock.Half).Hour < 5)
        {
            // The small hours are this day's until noon, after it the next one's.
            return _clocks.At((Now.InZone(_zone).Hour < 12 ? date : date.PlusDays(1)) + Time(Clock.Half));
        }

        var passed = halves.Where(half => _clocks.HasPassed(On(date, half))).ToList();
        var chosen = passed.Count == 0 ? halves[^1] : passed[^1];
        var found = _clocks.At(On(date, chosen));
        return found with { Assumptions = [.. found.Assumptions, .. HalfNote(halves, Time(chosen))] };
    }

    private TimeReading OnDate(HalfDay half)
    {
        var (date, refusal) = _calendar.Date(_side.Day, Time(half));
        return refusal ?? _clocks.At(On(date!.Value, half));
    }

    private LocalDateTime On(LocalDate date, HalfDay half) => (date + Time(half)).PlusDays(Dial.Carry(Clock));

    private LocalTime Time(HalfDay half) => Dial.Time(Clock, half, half == HalfDay.Unsaid ? _side.Part : Part.None);

    /// <summary>With a date the clock is read as written, except for today.</summary>
    private HalfDay[] Halves()
    {
        var undated = _side.Day.Form == DayForm.None || _side.Day is { Form: DayForm.Relative, Value: 0 };
        return undated && Dial.IsOpen(_side, _zone, _context) ? [HalfDay.Am, HalfDay.Pm] : [Clock.Half];
    }

    private IEnumerable<string> HalfNote(HalfDay[] halves, LocalTime read)
    {
        if (halves.Length > 1)
        {
            var written = Clock.HasMinutes && Clock.Shift == 0 ? $"{Clock.Hour}:{Clock.Minute:00}" : $"{Clock.Hour}";
            yield return Clock.Shift != 0
                ? $"read as {TimeWords.TwelveHours(read)}"
                : $"read {written} as {written} {(read.Hour < 12 ? "am" : "pm")}";
        }
    }

    private IEnumerable<string> Notes(TimeReading reading)
    {
        if (_calendar.Assumed is { } order)
        {
            yield return order;
        }

        if (_zoneWord is not null && ZoneWords.Note(_zoneWord, Zones.Label(reading.Start!.Value, _zone)) is { } zone)
        {
            yield return zone;
        }
    }
}
