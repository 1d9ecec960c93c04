namespace IncidentBot.Core.Times.Grammar;

/// <summary>Reads days whose month is not written, or which are counted in it: <c>Friday the 26th</c>, <c>el 15 a las 8:00</c>, <c>last Sunday of March</c>, <c>今月27日</c>.</summary>
internal static class DayOfMonthGrammar
{
    /// <summary>Instead of a month: the one that is now.</summary>
    public const int ThisMonth = -1;

    /// <summary>Instead of a month: the latest in which that day is past.</summary>
    public const int LatestMonth = -2;

    public static bool TryRead(ref Cursor at, ref Day day) => TryOrdinalOfMonth(ref at, ref day) || TryOfThisMonth(ref at, ref day);

    /// <summary><c>Friday the 26th</c>: a day of this month, beside its weekday.</summary>
    public static bool TryOrdinal(ref Cursor at, ref Day day)
    {
        var start = at.At;
        if (at.TryTake(Sense.Joins) && at.TryGap() && at.TryDigits(1, 2, out var number) && at.TryTake(Sense.OrdinalSuffix))
        {
            day = new Day { Form = DayForm.Date, DayOfMonth = number, Month = ThisMonth };
            return true;
        }

        at.At = start;
        return false;
    }

    /// <summary><c>el 15 a las 8:00</c>, <c>on the 13th at 10:42</c>: behind what stands before a day, and in front of a clock.</summary>
    public static bool TryDayOfMonth(ref Cursor at, ref Day day)
    {
        var start = at.At;
        if (at.TryDigits(1, 2, out var number) && number is >= 1 and <= 31)
        {
            _ = at.TryTake(Sense.OrdinalSuffix);
            var end = at.At;
            if (at.TryGap() && at.TryTake(Sense.At) && at.TryGap() && at.TryDigits(1, 2, out _) && at.Current is ':' or '.' or 'h' && Letters.IsDigit(at.Peek(1)))
            {
                day = new Day { Form = DayForm.Date, DayOfMonth = number, Month = LatestMonth };
                at.At = end;
                return true;
            }
        }

        at.At = start;
        return false;
    }

    /// <summary><c>last Sunday of March 2014</c>, <c>last day of October 2015</c>.</summary>
    private static bool TryOrdinalOfMonth(ref Cursor at, ref Day day)
    {
        var start = at.At;
        if (at.TryTake(Sense.Ordinal, out var ordinal) && at.TryGap())
        {
            var isDay = at.TryTake(Sense.Unit, out var unit) && unit.Value == (short)Unit.Day;
            if ((isDay || at.TryTake(Sense.Weekday, out unit)) && at.TryGap() && (at.TryTake(Sense.Of) || at.TryTake(Sense.Joins)) && at.TryGap() && at.TryTake(Sense.Month, out var month))
            {
                (day.Form, day.Value, day.Month, day.DayOfMonth) = (DayForm.OfMonth, isDay ? 0 : unit.Value, month.Value, ordinal.Value);
                DateGrammar.TryYearAfter(ref at, ref day, dashed: false);
                return true;
            }
        }

        at.At = start;
        return false;
    }

    /// <summary><c>今月27日</c>: a day of the month that is now.</summary>
    private static bool TryOfThisMonth(ref Cursor at, ref Day day)
    {
        var start = at.At;
        if (at.TryTake(Sense.ThisMonth) && Numbers.TryRead(ref at, 2, out var number) && at.TryTake(Sense.DayMark))
        {
            (day.DayOfMonth, day.Month) = (number, ThisMonth);
            return true;
        }

        at.At = start;
        return false;
    }
}
