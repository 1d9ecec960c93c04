using IncidentBot.Core.Times.Grammar;
using NodaTime;

namespace IncidentBot.Core.Times.Resolving;

/// <summary>Turns a day as written into the date it names. A null date comes with the refusal that says why.</summary>
internal sealed class Calendar(ReadContext context, DateTimeZone zone)
{
    /// <summary>A date without a year that is further back is taken for the coming one.</summary>
    private const int FurthestYearless = 183;

    public const int FirstYear = 1900;
    public const int LastYear = 2199;

    private readonly LocalDate _today = context.Now.InZone(zone).Date;

    /// <summary>What was assumed about the order of day and month.</summary>
    public string? Assumed { get; private set; }

    public (LocalDate? Date, TimeReading? Refusal) Date(in Day day, LocalTime time) => day.Form switch
    {
        DayForm.Relative => (_today.PlusDays(day.Value), day.Value > 0 ? Refusals.Ahead(zone) : null),
        DayForm.Ago => (_today.PlusMonths(-Math.Min(day.Month, 12_000)).PlusDays(-Math.Min(day.Value, 100_000)), null),
        DayForm.Weekday => Weekday(day, time),
        DayForm.OfMonth => OfMonth(day),
        DayForm.Date => Written(day, time),
        _ => (null, Refusals.Ahead(zone)),
    };

    /// <summary>The day as one that is to come; null if there is no such day.</summary>
    public LocalDate? Next(Day day)
    {
        var monday = _today.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday));
        if (day.Form == DayForm.Date && day.EitherOrder && Order(ref day) is not null)
        {
            return null;
        }

        return day.Form switch
        {
            DayForm.Relative when day.Value >= 0 => _today.PlusDays(day.Value),
            DayForm.Ahead when day.Value + day.Month > 0 => _today.PlusMonths(Math.Min(day.Month, 1200)).PlusDays(Math.Min(day.Value, 36_500)),
            DayForm.Weekday when day.Which is Which.Next => monday.PlusDays(7 + day.Value - 1),
            DayForm.Weekday when day.Which is Which.This or Which.OfThisWeek or Which.Latest => _today.With(DateAdjusters.NextOrSame((IsoDayOfWeek)day.Value)),
            DayForm.Date when day.Year > 0 => Make(day.Year, day),
            DayForm.Date when day.Month > 0 => Make(_today.Year, day) is { } thisYear && thisYear >= _today ? thisYear : Make(_today.Year + 1, day),
            _ => null,
        };
    }

    private (LocalDate? Date, TimeReading? Refusal) Weekday(in Day day, LocalTime time)
    {
        var weekday = (IsoDayOfWeek)day.Value;
        var monday = _today.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday));
        return day.Which switch
        {
            Which.Next => (null, Refusals.Ahead(zone)),
            Which.Last => (_today.With(DateAdjusters.Previous(weekday)), null),
            Which.OfLastWeek => (monday.PlusDays(day.Value - 8), null),
            Which.This or Which.OfThisWeek => (monday.PlusDays(day.Value - 1), null),
            _ => (Latest(_today.With(DateAdjusters.PreviousOrSame(weekday)), time, Period.FromDays(7)), null),
        };
    }

    private (LocalDate? Date, TimeReading? Refusal) OfMonth(Day day)
    {
        var year = day.Year > 0 ? day.Year : day.Month <= _today.Month ? _today.Year : _today.Year - 1;
        var length = CalendarSystem.Iso.GetDaysInMonth(year, day.Month);
        var fitting = Enumerable.Range(1, length).Select(d => new LocalDate(year, day.Month, d))
            .Where(d => day.Value == 0 || (int)d.DayOfWeek == day.Value).ToList();
        return day.DayOfMonth > fitting.Count ? (null, Refusals.NoSuchDay(day, zone))
            : (day.DayOfMonth < 0 ? fitting[^1] : fitting[day.DayOfMonth - 1], null);
    }

    private (LocalDate? Date, TimeReading? Refusal) Written(Day day, LocalTime time)
    {
        if (day.Month == DayOfMonthGrammar.ThisMonth)
        {
            day.Month = _today.Month;
            day.Year = _today.Year;
        }

        if (day.Month == DayOfMonthGrammar.LatestMonth)
        {
            return Enumerable.Range(0, 3).Select(back => _today.PlusMonths(-back)).Select(month => Make(month.Year, day with { Month = month.Month }))
                .FirstOrDefault(date => date is { } past && !IsAhead(past, time)) is { } written ? (written, null) : (null, Refusals.NoSuchDay(day, zone));
        }

        if (day.EitherOrder && Order(ref day) is { } refusal)
        {
            return (null, refusal);
        }

        if (day.Year > 0)
        {
            return Make(day.Year, day) is { } dated ? (dated, null) : (null, Refusals.NoSuchDay(day, zone));
        }

        var thisYear = Make(_today.Year, day) is { } now && !IsAhead(now, time) ? now : (LocalDate?)null;
        if ((thisYear ?? Make(_today.Year - 1, day)) is not { } latest)
        {
            return (null, Make(_today.Year, day) is { } coming ? Refusals.AddTheYear(coming, zone) : Refusals.NoSuchDay(day, zone));
        }

        return Period.DaysBetween(latest, _today) > FurthestYearless ? (null, Refusals.AddTheYear(latest, zone)) : (latest, null);
    }

    /// <summary>Puts day and month in the order of the locale; a part over 12 decides by itself.</summary>
    private TimeReading? Order(ref Day day)
    {
        var (first, second) = (day.DayOfMonth, day.Month);
        if (first > 12 || second > 12 || first == second)
        {
            (day.DayOfMonth, day.Month) = second > 12 ? (second, first) : (first, second);
            return null;
        }

        var order = Locales.DateOrder(context.Locale);
        if (order == DateOrder.Unknown)
        {
            var year = day.Year > 0 ? day.Year : _today.Year;
            return Refusals.Ambiguous(
                $"{first}/{second}", new LocalDate(year, second, first), new LocalDate(year, first, second), zone);
        }

        (day.DayOfMonth, day.Month) = order == DateOrder.MonthFirst ? (second, first) : (first, second);
        Assumed = $"{first}/{second} read as {day.DayOfMonth} {Months.Short(day.Month)}";
        return null;
    }

    private LocalDate Latest(LocalDate date, LocalTime time, Period step) => IsAhead(date, time) ? date - step : date;

    private bool IsAhead(LocalDate date, LocalTime time) => (date + time).InZoneLeniently(zone).ToInstant() > context.Latest;

    private static LocalDate? Make(int year, in Day day) =>
        year is >= FirstYear and <= LastYear && day.Month is >= 1 and <= 12 && day.DayOfMonth >= 1
        && day.DayOfMonth <= CalendarSystem.Iso.GetDaysInMonth(year, day.Month)
            ? new LocalDate(year, day.Month, day.DayOfMonth)
            : null;
}
