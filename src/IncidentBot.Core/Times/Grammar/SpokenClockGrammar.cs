namespace IncidentBot.Core.Times.Grammar;

/// <summary>Reads clocks told in words: <c>half past 3</c>, <c>quarter to 8pm</c>, <c>halb 4</c>, <c>10 voor half 4</c>, <c>noon</c>.</summary>
internal static class SpokenClockGrammar
{
    public static bool TryRead(ref Cursor at, ref Clock clock)
    {
        var start = at.At;
        if (TryNamed(ref at, ref clock) || TryHalf(ref at, ref clock) || TryPastOrTo(ref at, ref clock))
        {
            clock.Form = ClockForm.Plain;
            return true;
        }

        clock = default;
        at.At = start;
        return false;
    }

    /// <summary>What is added behind an hour: <c>y media</c>, <c>et quart</c>, <c>menos cuarto</c>, <c>半</c>, <c>e 30</c>.</summary>
    public static bool TryMinutes(ref Cursor at, ref Clock clock, bool glued, bool and = true)
    {
        if (clock.HasMinutes || clock.Form is ClockForm.Dotted)
        {
            return false;
        }

        if (at.TryTake(Sense.PlusMinutes, out var plus))
        {
            clock.Minute = plus.Value;
        }
        else if (at.TryTake(Sense.MinusMinutes, out var minus))
        {
            var less = (int)minus.Value;
            if (less == 0 && (!at.SkipBlank() || !Numbers.TryRead(ref at, 2, out less) || less > 59))
            {
                return false;
            }

            clock.Shift = -less;
        }
        else if (glued || !and || !at.TryTake(Sense.AndMinutes) || !at.SkipBlank() || !Numbers.TryRead(ref at, 2, out clock.Minute) || clock.Minute > 59 || CountsOther(at))
        {
            clock.Minute = 0;
            return false;
        }

        (clock.HasMinutes, clock.Form, clock.Spoken) = (true, ClockForm.Plain, true);
        return true;
    }

    private static bool TryNamed(ref Cursor at, ref Clock clock)
    {
        if (!at.TryTake(Sense.ClockWord, out var word))
        {
            return false;
        }

        (clock.Hour, clock.Named, clock.FullDay) = (word.Value, true, true);
        return true;
    }

    private static bool TryHalf(ref Cursor at, ref Clock clock)
    {
        if (!at.TryTake(Sense.HalfPast, out var word) || !at.SkipBlank() || !TryHour(ref at, ref clock, mayCount: false))
        {
            return false;
        }

        // "Dreiviertel 4" is a quarter to 4, "halb 4" half an hour before it, "half past 4" half an hour after.
        clock.Shift = word.Value > 30 ? word.Value - 60 : word.Value;
        clock.HasMinutes = true;
        return true;
    }

    private static bool TryPastOrTo(ref Cursor at, ref Clock clock)
    {
        var minutes = 15;
        var isQuarter = at.TryTake(Sense.Quarter);
        if (!isQuarter && !(Numbers.TryRead(ref at, 2, out minutes) && minutes is > 0 and < 60))
        {
            return false;
        }

        var apart = at.SkipBlank();
        var counted = at.TryTake(Sense.Unit, out var unit) && apart;
        if (counted)
        {
            if (unit.Value != (short)Unit.Minute || !at.SkipBlank())
            {
                return false;
            }
        }

        // "5 to 6 pm" is a range; "5 minutes to 6" is not.
        var past = at.TryTake(Sense.Past);
        if (!past && !isQuarter && !counted && at.TrySee(Sense.To, out _))
        {
            return false;
        }

        if (!apart || (!past && !at.TryTake(Sense.Before)) || !at.SkipBlank())
        {
            return false;
        }

        var half = at.TryTake(Sense.HalfPast, out var word) && at.SkipBlank();
        if (!TryNamed(ref at, ref clock) && !TryHour(ref at, ref clock, mayCount: !isQuarter && !half))
        {
            return false;
        }

        clock.Shift = (past ? minutes : -minutes) + (half ? word.Value : 0);
        clock.HasMinutes = true;
        return true;
    }

    /// <summary>An hour of the dial, with a mark if it has one: <c>3</c>, <c>three</c>, <c>15h</c>; not <c>3:20</c>, <c>3 pods</c> or <c>3.5</c>.</summary>
    private static bool TryHour(ref Cursor at, ref Clock clock, bool mayCount)
    {
        clock.LeadingZero = at.Current == '0';
        if (!Numbers.TryRead(ref at, 2, out var hour) || hour > 24 || at.Current is ':' or '/' or '%' or '-' || (at.Current is '.' or ',' && Letters.IsDigit(at.Peek(1))))
        {
            return false;
        }

        var end = at.At;
        _ = at.SkipBlank();
        if (!at.TryTake(Sense.Mark) && !at.TryTake(Sense.SoftMark))
        {
            at.At = end;
            if (mayCount && CountsOther(at))
            {
                return false;
            }
        }

        (clock.Hour, clock.Spoken) = (hour, true);
        return true;
    }

    /// <summary>Whether the number counts something.</summary>
    public static bool CountsOther(Cursor at) => at.SkipBlank() && (at.Current == '%'
        || (at.SeesAny(ClockGrammar.Bit(Sense.Counted) | ClockGrammar.Bit(Sense.Unit)) && !at.SeesAny(ClockGrammar.Bit(Sense.Sharp))));
}
