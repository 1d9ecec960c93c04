namespace IncidentBot.Core.Times.Grammar;

/// <summary>Reads times told from now: <c>20m ago</c>, <c>hace 5 min</c>, <c>-10m</c>, <c>for the past hour</c>, <c>in 5 minutes</c>, <c>just now</c>.</summary>
internal static class AgoGrammar
{
    /// <summary>The value of a word for "ago" that says "there is" as well: <c>il y a 5 minutes de retard</c>.</summary>
    private const short ThereIs = 1;

    public static bool TryRead(ref Cursor at, ref Side side, Lead lead)
    {
        var start = at.At;
        var before = side;
        if (TryNow(ref at, ref side) || TrySigned(ref at, ref side, lead) || TryPrefixed(ref at, ref side, lead) || TryPlain(ref at, ref side, lead))
        {
            return true;
        }

        (at.At, side) = (start, before);
        return false;
    }

    /// <summary>A calendar length back, behind a clock: <c>10:30 two days ago</c>.</summary>
    public static bool TryDay(ref Cursor at, ref Day day)
    {
        var start = at.At;
        var side = default(Side);
        if (TryRead(ref at, ref side, Lead.None) && side is { Day.Form: DayForm.Ago, Elapsed: null })
        {
            day = side.Day;
            return true;
        }

        at.At = start;
        return false;
    }

    /// <summary>A length ahead, behind a weekday: <c>Saturday, 3 days from now</c>.</summary>
    public static bool TryAhead(ref Cursor at)
    {
        var start = at.At;
        var side = default(Side);
        if (TryRead(ref at, ref side, Lead.None) && side.Ahead)
        {
            return true;
        }

        at.At = start;
        return false;
    }

    private static bool TryNow(ref Cursor at, ref Side side)
    {
        // "刚" begins "刚刚", and "今" begins "今日": only the longest word counts.
        var alone = !(at.TrySee(Sense.Now, out var now) && now.End == at.LongestEnd());
        if (alone && !(at.TrySee(Sense.NowAlone, out now) && now.End == at.LongestEnd()))
        {
            return false;
        }

        at.At = now.End;
        (side.IsNow, side.IsNowAlone) = (true, alone);
        return true;
    }

    /// <summary><c>-10m</c>, <c>t-10m</c> back; <c>+5m</c>, <c>t+5m</c> ahead.</summary>
    private static bool TrySigned(ref Cursor at, ref Side side, Lead lead)
    {
        var start = at.At;
        if (at.Current == 't' && at.Peek(1) is '+' or '-')
        {
            at.At++;
        }

        var sign = at.Current;
        if (lead == Lead.None && sign is '+' or '-' or '–' && Letters.IsDigit(at.Peek(1)))
        {
            at.At++;
            if (LengthGrammar.TryRead(ref at, out var length))
            {
                side.Signed = true;
                Take(ref side, length, ahead: sign == '+');
                return true;
            }
        }

        at.At = start;
        return false;
    }

    /// <summary>A word in front says the direction: <c>hace</c>, <c>il y a</c>, <c>depuis</c>, <c>in</c>.</summary>
    private static bool TryPrefixed(ref Cursor at, ref Side side, Lead lead)
    {
        foreach (var sense in (ReadOnlySpan<Sense>)[Sense.SinceLength, Sense.AgoBefore, Sense.In])
        {
            var start = at.At;
            var before = side;
            if (at.TryTake(sense, out var word) && at.TryGap())
            {
                // "Hace unos 20 minutos" is about 20, "hace unos minutos" is a few.
                if ((TryLengthOrUnit(ref at, out var length, one: sense == Sense.SinceLength) || TryAbout(ref at, ref side, out length))
                    && !(sense == Sense.SinceLength && length.IsRatherClock) && !(sense == Sense.In && lead is not (Lead.None or Lead.Point)))
                {
                    var ago = TryAgo(ref at);
                    if ((ago && sense == Sense.In) || (word.Value == ThereIs && OfFollows(at)))
                    {
                        (at.At, side) = (start, before);
                        continue;
                    }

                    side.SinceLength = sense == Sense.SinceLength;
                    Take(ref side, length, ahead: sense == Sense.In);
                    return true;
                }
            }

            (at.At, side) = (start, before);
        }

        return false;
    }

    private static bool OfFollows(Cursor at) => at.SkipBlank() && at.SeesAny(ClockGrammar.Bit(Sense.Of));

    private static bool TryAbout(ref Cursor at, ref Side side, out Length length)
    {
        while (at.TryTake(Sense.About))
        {
            side.Approximate = true;
            at.SkipBlank();
        }

        return LengthGrammar.TryRead(ref at, out length);
    }

    /// <summary>A length, with <c>ago</c> or <c>from now</c> behind it, or <c>since</c> in front.</summary>
    private static bool TryPlain(ref Cursor at, ref Side side, Lead lead)
    {
        if (!LengthGrammar.TryRead(ref at, out var length))
        {
            return false;
        }

        if (TryAgo(ref at) || (lead == Lead.Since && (!length.LooksLikeClock || (length.IsLetter && !length.IsRatherClock))))
        {
            Take(ref side, length, ahead: false);
            return true;
        }

        var apart = at.TryGap();
        if (apart && (at.TryTake(Sense.FromNow) || (length.IsCalendar && TryFromDay(ref at))))
        {
            Take(ref side, length, ahead: true);
            return true;
        }

        return false;
    }

    /// <summary><c>3 days from Tuesday</c>.</summary>
    private static bool TryFromDay(ref Cursor at)
    {
        var other = default(Side);
        return at.TryTake(Sense.From) && at.TryGap() && (DateGrammar.TryRead(ref at, ref other.Day) || DayGrammar.TryRead(ref at, ref other));
    }

    private static bool TryLengthOrUnit(ref Cursor at, out Length length, bool one)
    {
        if (LengthGrammar.TryRead(ref at, out length))
        {
            return true;
        }

        if (!one || !LengthGrammar.TryUnit(ref at, out var unit))
        {
            return false;
        }

        LengthGrammar.Add(ref length, 1, unit);
        return true;
    }

    private static bool TryAgo(ref Cursor at)
    {
        var start = at.At;
        if (at.TryGap() && at.TryTake(Sense.Ago))
        {
            return true;
        }

        at.At = start;
        return false;
    }

    private static void Take(ref Side side, Length length, bool ahead)
    {
        side.Approximate |= length.Approximate;
        side.Ahead |= ahead;
        side.Vague |= length.Few && !ahead;
        if (length.Days != 0 || length.Months != 0)
        {
            side.Day = new Day { Form = ahead ? DayForm.Ahead : DayForm.Ago, Value = length.Days, Month = length.Months };
        }
        else if (ahead)
        {
            side.Day.Form = DayForm.Ahead;
        }

        if (!length.IsCalendar && !ahead)
        {
            side.Elapsed = length.Elapsed;
        }
    }
}
