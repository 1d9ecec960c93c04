namespace IncidentBot.Core.Times.Grammar;

/// <summary>Reads clocks in figures: <c>10:42</c>, <c>9:15am</c>, <c>10h42</c>, <c>10.42</c>, <c>1042 UTC</c>, <c>14 Uhr</c>, <c>午後2時半</c>.</summary>
internal static class ClockGrammar
{
    public const int LeastHourByLetter = 7;
    private const int LeastHourByWord = 13;

    /// <param name="words">Whether an hour in words counts: only where something says that a clock comes.</param>
    /// <param name="and">Whether "and" may add minutes; between two clocks it parts them.</param>
    public static bool TryRead(ref Cursor at, ref Side side, bool words, bool and = true)
    {
        var start = at.At;
        ref var clock = ref side.Clock;
        if (!SpokenClockGrammar.TryRead(ref at, ref clock) && !TryMilitary(ref at, ref clock) && !TryHour(ref at, ref clock, words))
        {
            return Fail(ref at, ref side, start);
        }

        if (!ClockEndingGrammar.TryRead(ref at, ref side, and) || clock.Hour > 24 || clock.Minute > 59 || clock.Second > 59 || (clock.Hour == 24 && (clock.Minute | clock.Second) != 0))
        {
            return Fail(ref at, ref side, start);
        }

        side.EndsInNumber = clock.Form is ClockForm.Bare or ClockForm.Soft || (clock.ByLetter && !clock.HasMinutes);
        return true;
    }

    /// <summary><c>104200</c> or <c>1042</c>, behind a date and a <c>T</c>.</summary>
    public static bool TryBasic(ref Cursor at, ref Clock clock)
    {
        var start = at.At;
        var seconds = at.TryDigits(6, 6, out var figures);
        if ((seconds || at.TryDigits(4, 4, out figures)) && figures * (seconds ? 1 : 100) is var time
            && time / 10_000 <= 23 && time / 100 % 100 <= 59 && time % 100 <= 59)
        {
            clock = new Clock { Form = ClockForm.Plain, Hour = time / 10_000, Minute = time / 100 % 100, Second = time % 100, HasMinutes = true, HasSeconds = seconds, LeadingZero = true };
            return true;
        }

        at.At = start;
        return false;
    }

    private static bool Fail(ref Cursor at, ref Side side, int start)
    {
        at.At = start;
        side.Clock = default;
        return false;
    }

    /// <summary><c>1042Z</c>, <c>1042 UTC</c>, <c>1042hrs</c>: four figures need a zone or a word for hours.</summary>
    private static bool TryMilitary(ref Cursor at, ref Clock clock)
    {
        var start = at.At;
        if (at.TryDigits(4, 4, out var figures))
        {
            var end = at.At;
            _ = at.SkipBlank();
            var rest = at.Text[at.At..];
            var hours = rest.StartsWith("hrs", StringComparison.Ordinal) ? 3 : rest.StartsWith("hours", StringComparison.Ordinal) ? 5 : 0;
            var zone = rest.StartsWith("utc", StringComparison.Ordinal) || rest.StartsWith("gmt", StringComparison.Ordinal) ? 3
                : rest.StartsWith("z", StringComparison.Ordinal) && end == at.At ? 1 : 0;
            if (hours + zone > 0 && !Letters.IsWord(at.Peek(hours + zone)))
            {
                at.At = hours > 0 ? at.At + hours : end;
                (clock.Hour, clock.Minute) = Math.DivRem(figures, 100);
                (clock.Form, clock.HasMinutes, clock.LeadingZero, clock.FullDay) = (ClockForm.Plain, true, figures < 1000, true);
                return true;
            }
        }

        at.At = start;
        return false;
    }

    private static bool TryHour(ref Cursor at, ref Clock clock, bool words)
    {
        var start = at.At;
        var zero = at.Current == '0';
        if (!at.TryDigits(1, 2, out var hour))
        {
            if (!Numbers.TryWords(ref at, out hour) || !(words || MarkFollows(at)))
            {
                at.At = start;
                return false;
            }

            clock.InWords = true;
            clock.Spoken = !Letters.IsEastAsian(at.Text[start]);
        }

        clock.Hour = hour;
        clock.LeadingZero = zero;
        clock.Form = ClockForm.Bare;
        return TryColon(ref at, ref clock) ?? (TryDot(ref at, ref clock) || TryMark(ref at, ref clock) || Bare(at, ref clock));
    }

    private static bool MarkFollows(Cursor at)
    {
        _ = at.SkipBlank();
        return at.SeesAny(Bit(Sense.Mark) | Bit(Sense.SoftMark));
    }

    /// <summary><c>10:42:17.250</c>; a colon before anything else is no clock. Null where there is no colon.</summary>
    private static bool? TryColon(ref Cursor at, ref Clock clock)
    {
        if (at.Current != ':' || !Letters.IsDigit(at.Peek(1)))
        {
            return null;
        }

        at.At++;
        if (!at.TryDigits(2, 2, out clock.Minute))
        {
            return false;
        }

        (clock.Form, clock.HasMinutes) = (ClockForm.Plain, true);
        if (at.Current == ':' && Letters.IsDigit(at.Peek(1)))
        {
            at.At++;
            clock.HasSeconds = at.TryDigits(2, 2, out clock.Second);
            if (!clock.HasSeconds)
            {
                return false;
            }

            TryFraction(ref at, ref clock);
        }

        return !(at.Current == ':' && Letters.IsWord(at.Peek(1)));
    }

    public static void TryFraction(ref Cursor at, ref Clock clock)
    {
        var start = at.At;
        if ((at.TryChar('.') || at.TryChar(',')) && Letters.IsDigit(at.Current))
        {
            var figures = at.At;
            while (Letters.IsDigit(at.Current))
            {
                at.At++;
            }

            for (int i = 0, worth = 100; i < 3 && figures + i < at.At; i++, worth /= 10)
            {
                clock.Millisecond += (at.Text[figures + i] - '0') * worth;
            }

            return;
        }

        at.At = start;
    }

    private static bool TryDot(ref Cursor at, ref Clock clock)
    {
        var start = at.At;
        if (Letters.IsDigit(at.Peek(-1)) && at.TryChar('.') && at.TryDigits(2, 2, out var minute) && minute <= 59 && !(at.Current is '.' or ',' && Letters.IsDigit(at.Peek(1))))
        {
            (clock.Form, clock.Minute, clock.HasMinutes) = (ClockForm.Dotted, minute, true);
            return true;
        }

        at.At = start;
        return false;
    }

    /// <summary><c>14 Uhr</c>, <c>15 Uhr 20</c>, <c>10h42</c>, <c>2時半</c>, <c>三点一刻</c>.</summary>
    private static bool TryMark(ref Cursor at, ref Clock clock)
    {
        var start = at.At;
        _ = at.SkipBlank();
        var markAt = at.At;
        var unit = default(Found);
        var isHard = at.TrySee(Sense.Mark, out var mark);
        if ((!isHard && !at.TrySee(Sense.SoftMark, out mark)) || (at.TrySee(Sense.Unit, out unit) && unit.End > mark.End))
        {
            at.At = start;
            return false;
        }

        at.At = mark.End;
        var last = at.Text[mark.End - 1];
        // Where the mark is a unit as well, few hours are a length: "2h sans service", "2 uur storing".
        var isUnit = unit.End == mark.End && unit.Sense == Sense.Unit;
        var least = mark.End - markAt == 1 ? LeastHourByLetter : LeastHourByWord;
        clock.Form = isHard && (!isUnit || (clock.Hour >= least && clock.Hour < 24)) ? ClockForm.Plain : ClockForm.Soft;
        clock.FullDay = last is 'h' or 'u';
        clock.EastAsian = Letters.IsEastAsian(last);
        clock.ByLetter = isUnit;
        TryMinutesAfterMark(ref at, ref clock, glued: last == 'h' && at.At == start + 1);
        return true;
    }

    private static void TryMinutesAfterMark(ref Cursor at, ref Clock clock, bool glued)
    {
        var end = at.At;
        var apart = at.SkipBlank();
        var eastAsian = Letters.IsEastAsian(at.Text[end - 1]);
        if ((!apart || !glued) && !at.TrySee(Sense.PlusMinutes, out _) && (eastAsian ? Numbers.TryRead(ref at, 2, out var minute) : at.TryDigits(2, 2, out minute)) && minute <= 59
            && at.Current is not (':' or '/' or '%') && (eastAsian || !SpokenClockGrammar.CountsOther(at)))
        {
            var marked = at.TryTake(Sense.MinuteMark);
            if (marked && clock.ByLetter && clock.Hour < LeastHourByLetter)
            {
                // "2h30min" is how long it took.
                at.At = end;
                return;
            }

            if (marked || !at.TryTake(Sense.SecondMark))
            {
                (clock.Minute, clock.HasMinutes) = (minute, true);
                clock.Form = ClockForm.Plain;
                end = at.At;
                if (marked && TrySeconds(ref at, ref clock))
                {
                    end = at.At;
                }
                else if (marked && at.TryTake(Sense.MinutesBefore))
                {
                    (clock.Minute, clock.Shift, end) = (0, -minute, at.At);
                }
            }
            else
            {
                (clock.Second, clock.HasSeconds, clock.HasMinutes, clock.Form, end) = (minute, true, true, ClockForm.Plain, at.At);
            }
        }

        at.At = end;
    }

    private static bool TrySeconds(ref Cursor at, ref Clock clock)
    {
        var start = at.At;
        if (Numbers.TryRead(ref at, 2, out var second) && second <= 59 && at.TryTake(Sense.SecondMark))
        {
            (clock.Second, clock.HasSeconds) = (second, true);
            return true;
        }

        at.At = start;
        return false;
    }

    private static bool Bare(Cursor at, ref Clock clock) => !(at.Current is '.' or ',' or '/' or ':' && Letters.IsDigit(at.Peek(1))) && at.Current != '%' && clock.Hour <= 24;

    public static ulong Bit(Sense sense) => 1UL << (int)sense;
}
