namespace IncidentBot.Core.Times.Grammar;

/// <summary>Reads what stands behind the figures of a clock: <c>am</c>, <c>Uhr</c>, <c>y media</c>, <c>-ish</c>.</summary>
internal static class ClockEndingGrammar
{
    /// <summary>What may follow a clock: <c>am</c>, <c>y media</c>, <c>en punto</c>, <c>Uhr</c>, <c>-ish</c>, in the order people write them.</summary>
    public static bool TryRead(ref Cursor at, ref Side side, bool and)
    {
        ref var clock = ref side.Clock;
        for (var more = true; more;)
        {
            var start = at.At;
            var about = TryAboutAfter(ref at);
            side.Approximate |= about;
            more = about || TryOne(ref at, ref clock, and);
            if (!more)
            {
                at.At = start;
            }
        }

        return clock.Half == HalfDay.Unsaid || clock.Hour is >= 1 and <= 12 || (clock.Hour == 0 && clock.Half == HalfDay.Am);
    }

    private static bool TryOne(ref Cursor at, ref Clock clock, bool and)
    {
        if (clock.Half == HalfDay.Unsaid && !clock.Named && TryMeridiem(ref at, ref clock))
        {
            return true;
        }

        var glued = !at.SkipBlank();
        if (at.TryTake(Sense.Sharp))
        {
            return true;
        }

        // After minutes only a mark for the hour; "10:42h", "11:00 uhr", "18:30 hrs".
        if (clock is { HasMinutes: true, Form: ClockForm.Plain or ClockForm.Dotted, Spoken: false } && !Letters.IsEastAsian(at.Current)
            && (at.TryTake(Sense.Mark) || at.TryTake(Sense.SoftMark)) && !Letters.IsDigit(at.Current))
        {
            (clock.Form, clock.FullDay) = (ClockForm.Plain, true);
            return true;
        }

        return SpokenClockGrammar.TryMinutes(ref at, ref clock, glued, and);
    }

    private static bool TryAboutAfter(ref Cursor at)
    {
        var start = at.At;
        _ = at.SkipBlank();
        if (at.TryTake(Sense.AboutAfter))
        {
            return true;
        }

        at.At = start;
        return false;
    }

    private static bool TryMeridiem(ref Cursor at, ref Clock clock)
    {
        var start = at.At;
        var apart = at.SkipBlank();
        if (at.TryTake(Sense.Meridiem, out var half) && !(apart && half.Value == 1 && IsOn(at, half)))
        {
            (clock.Half, clock.Form) = ((HalfDay)half.Value, ClockForm.Plain);
            return true;
        }

        at.At = start;
        if (!apart && clock.HasMinutes && at.Current is 'a' or 'p' && !Letters.IsWord(at.Peek(1)) && Letters.IsDigit(at.Peek(-1)) && at.Peek(1) != '\'')
        {
            (clock.Half, clock.Form) = (at.Current == 'a' ? HalfDay.Am : HalfDay.Pm, ClockForm.Plain);
            at.At++;
            return true;
        }

        at.At = start;
        return false;
    }

    /// <summary>In German <c>am</c> is a preposition as well; it is one in front of a day, and of a noun, which has a capital there.</summary>
    private static bool IsOn(Cursor at, Found half)
    {
        at.At = half.End - 2;
        if (!at.TrySee(Sense.On, out var on) || on.End < half.End)
        {
            return false;
        }

        at.At = half.End;
        return at.SkipBlank() && (Letters.IsDigit(at.Current) || (!at.AtEnd && char.IsUpper(at.Typed(at.At, at.At + 1)[0])) || at.SeesAny(ClockGrammar.Bit(Sense.Weekday) | ClockGrammar.Bit(Sense.WeekdayShort) | ClockGrammar.Bit(Sense.Part) | ClockGrammar.Bit(Sense.PartAfterDay)));
    }
}
