namespace IncidentBot.Core.Times.Grammar;

/// <summary>Reads dates: in figures, with the month's name, and in East Asian figures.</summary>
internal static class DateGrammar
{
    public static bool TryRead(ref Cursor at, ref Day day)
    {
        var start = at.At;
        if (Letters.IsDigit(at.Current)
            ? TryBasic(ref at, ref day) || TryYearFirst(ref at, ref day) || TryMarked(ref at, ref day) || TryDayMonthName(ref at, ref day) || TryFigures(ref at, ref day) || TryApart(ref at, ref day)
            : TryMonthName(ref at, ref day) || TryMarked(ref at, ref day) || DayOfMonthGrammar.TryRead(ref at, ref day))
        {
            day.Form = day.Form == DayForm.None ? DayForm.Date : day.Form;
            return true;
        }

        day = default;
        at.At = start;
        return false;
    }

    /// <summary>A year of four digits, that is not the start of something else.</summary>
    public static bool TryYear(ref Cursor at, out int year)
    {
        var start = at.At;
        if (at.TryDigits(4, 4, out year) && year is >= 1900 and <= 2199 && !Letters.IsWord(at.Current) && !(at.Current is ':' or '/' or '-' or '.' && Letters.IsWord(at.Peek(1))))
        {
            return true;
        }

        at.At = start;
        year = 0;
        return false;
    }

    /// <summary><c>20240513</c> in front of a <c>T</c>; alone it is a number of something.</summary>
    private static bool TryBasic(ref Cursor at, ref Day day)
    {
        var start = at.At;
        if (at.TryDigits(8, 8, out var figures) && at.Current == 't' && Letters.IsDigit(at.Peek(1)))
        {
            (day.Year, day.Month, day.DayOfMonth) = (figures / 10_000, figures / 100 % 100, figures % 100);
            return true;
        }

        at.At = start;
        return false;
    }

    /// <summary><c>2024-05-13</c>, <c>2024/5/13</c>, <c>2024.5.13</c>.</summary>
    private static bool TryYearFirst(ref Cursor at, ref Day day)
    {
        var start = at.At;
        if (at.TryDigits(4, 4, out var year) && TrySeparator(ref at, out var separator)
            && at.TryDigits(1, 2, out var month) && at.TryChar(separator) && at.TryDigits(1, 2, out var number) && EndsFigures(at))
        {
            (day.Year, day.Month, day.DayOfMonth) = (year, month, number);
            return true;
        }

        at.At = start;
        return false;
    }

    /// <summary><c>2024年5月13日</c>, <c>5月13日</c>, <c>13日</c> with a month before.</summary>
    private static bool TryMarked(ref Cursor at, ref Day day)
    {
        var start = at.At;
        if (TryYearDigits(ref at, out var number) && at.TryTake(Sense.YearMark))
        {
            day.Year = number < 100 ? Century(number) : number;
            at.SkipBlank();
            number = 0;
        }
        else
        {
            at.At = start;
        }

        if (Numbers.TryRead(ref at, 2, out var month) && at.TryTake(Sense.MonthMark))
        {
            _ = at.SkipBlank();
            if (Numbers.TryRead(ref at, 2, out var dayOfMonth) && at.TryTake(Sense.DayMark))
            {
                (day.Month, day.DayOfMonth) = (month, dayOfMonth);
                return true;
            }
        }

        day = default;
        at.At = start;
        return false;
    }

    private static bool TryYearDigits(ref Cursor at, out int year)
    {
        if (at.TryDigits(2, 4, out year))
        {
            return true;
        }

        // 二〇二四年: digit by digit.
        var digits = 0;
        while (digits < 4 && at.TryTake(Sense.Number, out var digit) && digit.Value < 10)
        {
            year = (year * 10) + digit.Value;
            digits++;
        }

        return digits is 2 or 4;
    }

    /// <summary><c>12 Nov 2023</c>, <c>12th of November</c>, <c>12-Nov-2023</c>, <c>12. Mai</c>.</summary>
    private static bool TryDayMonthName(ref Cursor at, ref Day day)
    {
        var start = at.At;
        if (!at.TryDigits(1, 2, out var number))
        {
            return false;
        }

        _ = at.TryTake(Sense.OrdinalSuffix) || at.TryChar('.');
        var dashed = at.TryChar('-');
        var apart = dashed || at.TryGap() || at.Peek(-1) == '.';
        if (!dashed && at.TryTake(Sense.Of))
        {
            _ = at.TryGap();
        }

        if (!apart || !TryMonth(ref at, out var month))
        {
            at.At = start;
            return false;
        }

        (day.DayOfMonth, day.Month) = (number, month.Value);
        TryYearAfter(ref at, ref day, dashed);
        return true;
    }

    /// <summary><c>Nov 12th, 2023</c>, <c>Nov 12</c>, <c>August, 2012</c>.</summary>
    private static bool TryMonthName(ref Cursor at, ref Day day)
    {
        var start = at.At;
        if (!TryMonth(ref at, out var month))
        {
            return false;
        }

        // "nel set 3" is the third of things of that name; as a month it stands behind its day there.
        if (CountsThings(at, start, month.End))
        {
            at.At = start;
            return false;
        }

        day.Month = month.Value;
        var end = at.At;
        _ = at.TryChar('.');
        if (at.SkipBlank() && at.TryDigits(1, 2, out var number) && (at.TryTake(Sense.OrdinalSuffix) || !Letters.IsWord(at.Current))
            && !(at.Current is ':' or '.' or '-' or '/' && Letters.IsDigit(at.Peek(1))))
        {
            day.DayOfMonth = number;
            TryYearAfter(ref at, ref day, dashed: false);
            return true;
        }

        at.At = end;
        _ = at.TryChar(',');
        if (at.SkipBlank() && TryYear(ref at, out var year))
        {
            (day.Year, day.DayOfMonth, day.Short) = (year, 1, true);
            return true;
        }

        at.At = start;
        return false;
    }

    /// <summary>No month's name ends in an accent: <c>11 giù</c> is no day in June.</summary>
    private static bool TryMonth(ref Cursor at, out Found month) =>
        at.TrySee(Sense.Month, out month) && !at.Typed(month.End - 1, month.End).ContainsAnyExceptInRange('\0', '\x7F') && at.TryTake(Sense.Month);

    private static bool CountsThings(Cursor at, int start, int end)
    {
        at.At = start;
        return at.TrySee(Sense.Counted, out var thing) && thing.End == end;
    }

    public static void TryYearAfter(ref Cursor at, ref Day day, bool dashed)
    {
        var end = at.At;
        if (dashed ? at.TryChar('-') : SkipToYear(ref at, out _))
        {
            if (TryYear(ref at, out day.Year) || TryShortYear(ref at, ref day))
            {
                return;
            }
        }

        at.At = end;
    }

    /// <summary>A comma, a blank and "of" in front of a year.</summary>
    private static bool SkipToYear(ref Cursor at, out bool of)
    {
        var apart = at.SkipBlank();
        if (at.TryChar(','))
        {
            apart |= at.SkipBlank();
        }

        of = apart && at.TryTake(Sense.Of);
        return of ? at.TryGap() : apart;
    }

    /// <summary><c>31 octobre 74</c> and <c>'74</c>: only where nothing follows that the number could belong to.</summary>
    private static bool TryShortYear(ref Cursor at, ref Day day)
    {
        var start = at.At;
        var quoted = at.TryChar('\'');
        if (at.TryDigits(2, 2, out var year) && (quoted || at.AtEnd || at.Current is '?' or '!' || (at.Current == '.' && at.At == at.Text.Length - 1)))
        {
            day.Year = Century(year);
            return true;
        }

        at.At = start;
        return false;
    }

    /// <summary><c>12/11</c>, <c>12/11/23</c>, <c>12.11.2023</c>, <c>12.11.</c>, <c>12-11-2023</c>.</summary>
    private static bool TryFigures(ref Cursor at, ref Day day)
    {
        var start = at.At;
        if (at.TryDigits(1, 2, out var first) && TrySeparator(ref at, out var separator) && at.TryDigits(1, 2, out var second) && first > 0 && second > 0)
        {
            var end = at.At;
            (day.DayOfMonth, day.Month, day.EitherOrder, day.LooksLikeFraction) = (first, second, true, true);
            if (at.TryChar(separator) && (at.TryDigits(4, 4, out var year) || ((at.TryChar('\'') || true) && at.TryDigits(2, 2, out year))) && EndsFigures(at))
            {
                (day.Year, day.LooksLikeFraction) = (year < 100 ? Century(year) : year, false);
                return true;
            }

            at.At = end;
            if (separator == '.' ? at.TryChar('.') && ClockFollows(at) : separator == '/' && EndsFigures(at))
            {
                return true;
            }
        }

        at.At = start;
        return false;
    }

    /// <summary><c>20 02 2014</c>, <c>el 17 del 11</c>: numbers of something, unless a preposition says that it is a day.</summary>
    private static bool TryApart(ref Cursor at, ref Day day)
    {
        var start = at.At;
        if (at.TryDigits(1, 2, out var first) && at.SkipBlank())
        {
            var of = at.TryTake(Sense.Of) && at.SkipBlank();
            if (at.TryDigits(1, 2, out var second) && first > 0 && second > 0)
            {
                var end = at.At;
                var hasYear = at.SkipBlank() && (!of || (at.TryTake(Sense.Of) && at.SkipBlank())) && TryYear(ref at, out day.Year);
                at.At = hasYear || !of ? at.At : end;
                if (hasYear || of)
                {
                    (day.DayOfMonth, day.Month, day.EitherOrder, day.Short) = (first, second, true, true);
                    return true;
                }
            }
        }

        day = default;
        at.At = start;
        return false;
    }

    /// <summary><c>12.5.</c> is a date only in front of a clock; else it is a number at the end of a sentence.</summary>
    private static bool ClockFollows(Cursor at) => (at.TryChar(',') || true) && at.SkipBlank() && (Letters.IsDigit(at.Current) || at.TrySee(Sense.At, out _));

    private static bool TrySeparator(ref Cursor at, out char separator)
    {
        separator = at.Current;
        return at.TryChar('-') || at.TryChar('/') || at.TryChar('.');
    }

    /// <summary>No further figure is glued on: that would be a version, a path or a number of something.</summary>
    private static bool EndsFigures(Cursor at) =>
        !(at.Current is '-' or '/' or '.' or ':' && (Letters.IsWord(at.Peek(1)) || at.Current is '/')) && at.Current != '%';

    /// <summary>A year of two digits lies between 1950 and 2049.</summary>
    private static int Century(int year) => year < 50 ? 2000 + year : 1900 + year;
}
