namespace IncidentBot.Core.Times.Grammar;

/// <summary>
/// Reads one end of a range, or a whole phrase, item by item in whatever order they were written: a day, a part of the day, a
/// clock, a zone, each at most once, with the small words between them.
/// </summary>
internal static class SideGrammar
{
    private const int MostJoints = 4;

    /// <summary>The value of a preposition that is the word for the hour as well.</summary>
    private const short NamesHour = 1;

    private static readonly ulong Days = Bits(Sense.Day, Sense.DayPart, Sense.Weekday, Sense.WeekdayShort, Sense.Last, Sense.This, Sense.Next, Sense.Week);

    /// <summary>Reads the next item, with the words that join it to the one before. False leaves everything as it was.</summary>
    /// <param name="isLed">Whether since, from or between was read just before.</param>
    public static bool TryItem(ref Cursor at, ref Side side, ReadContext context, Lead lead, bool isLed = false)
    {
        var (start, before) = (at.At, side);
        var joints = TryJoints(ref at, ref side, isLed || (side.Items == 0 && lead is not (Lead.None or Lead.Point)));
        if (joints is { } led && TryOne(ref at, ref side, context, led, lead))
        {
            side.Items++;
            return true;
        }

        (at.At, side) = (start, before);
        return false;
    }

    /// <summary>The blank, comma and small words in front of an item; null where the item cannot be told from what was before.</summary>
    private static Joints? TryJoints(ref Cursor at, ref Side side, bool isLed)
    {
        var joints = new Joints { At = isLed, On = isLed };
        if (side.Items > 0 && !isLed)
        {
            var comma = at.TryChar(',') || TryDash(ref at, side);
            if (!at.TryGap() && !comma && !(at.Current is '+' or '-' or 'z' or '(' || (at.Current == 'u' && side.HasClock) || (at.Current == 'g' && side.HasClock)))
            {
                return null;
            }
        }

        joints.Glued = side.Items > 0 && !isLed && at.Peek(-1) != ' ' && !at.AtSeam && !at.SeesAny(ClockGrammar.Bit(Sense.WeekdayShort));
        for (var i = 0; i < MostJoints && !at.AtEnd; i++)
        {
            var start = at.At;
            var about = !DayGrammar.IsCapital(at) && at.TryTake(Sense.About);
            var clock = !about && at.TrySee(Sense.At, out var atWord) && LongerThan(at, atWord.End);
            var day = !about && at.TrySee(Sense.On, out var onWord) && LongerThan(at, onWord.End);
            if (!about && !clock && !day && !((side.Items > 0 || joints.On) && at.TrySee(Sense.Joins, out var join) && LongerThan(at, join.End)))
            {
                return joints;
            }

            if (!about)
            {
                at.At = Longest(at);
            }

            if (!at.TryGap())
            {
                at.At = start;
                return joints;
            }

            joints.Article |= side.Items == 0 && !clock && !about && !day;
            joints.At |= clock || about;
            joints.On |= day;
            joints.Day |= day;
            joints.Any = true;
            side.Approximate |= about;
        }

        return joints;

        static bool LongerThan(Cursor at, int end) => end >= EndOfOthers(at);

        static int Longest(Cursor at)
        {
            var end = at.At;
            end = at.TrySee(Sense.At, out var a) ? Math.Max(end, a.End) : end;
            end = at.TrySee(Sense.On, out var o) ? Math.Max(end, o.End) : end;
            return at.TrySee(Sense.Joins, out var j) ? Math.Max(end, j.End) : end;
        }

        // "an hour ago", "la semana pasada", "am Abend": what says more than the small word in it.
        static int EndOfOthers(Cursor at)
        {
            var end = at.At;
            foreach (var sense in (ReadOnlySpan<Sense>)[Sense.Part, Sense.DayPart, Sense.Day, Sense.Week, Sense.Last, Sense.Next, Sense.ClockWord, Sense.Length, Sense.AgoBefore, Sense.Now, Sense.Vague])
            {
                end = at.TrySee(sense, out var word) ? Math.Max(end, word.End) : end;
            }

            return end;
        }
    }

    /// <summary><c>13.5.2024 - 14:30</c>: a dash between a date and its clock.</summary>
    private static bool TryDash(ref Cursor at, in Side side)
    {
        if (side is { HasClock: false, Day: { Form: DayForm.Date, Year: > 0 } } && at.Current == ' ' && at.Peek(1) is '-' or '–' && at.Peek(2) == ' '
            && Letters.IsDigit(at.Peek(3)) && (at.Peek(4) == ':' || (Letters.IsDigit(at.Peek(4)) && at.Peek(5) == ':')))
        {
            at.At += 2;
            return true;
        }

        return false;
    }

    private static bool TryOne(ref Cursor at, ref Side side, ReadContext context, Joints led, Lead lead)
    {
        if (side.IsInstant)
        {
            return false;
        }

        var c = at.Current;
        if (side.Items == 0 && (MarkupGrammar.TryRead(ref at, ref side) || AgoGrammar.TryRead(ref at, ref side, lead)))
        {
            return true;
        }

        if (side.HasClock && side.Day.Form == DayForm.None && AgoGrammar.TryDay(ref at, ref side.Day))
        {
            side.ClockFirst = true;
            return true;
        }

        if (side is { HasClock: false, Day.Form: DayForm.Weekday } && AgoGrammar.TryAhead(ref at))
        {
            return side.Ahead = true;
        }

        if (side.HasClock && side.Zone is null && !led.Any && TryZone(ref at, ref side, context))
        {
            return true;
        }

        if (led.Glued)
        {
            return false;
        }

        return TryDay(ref at, ref side, led) || TryPart(ref at, ref side) || TryYearBehind(ref at, ref side)
            || (!side.HasClock && !led.Article && TryClock(ref at, ref side, led, c, lead));
    }

    private static bool TryZone(ref Cursor at, ref Side side, ReadContext context)
    {
        // The blank before it was passed as the gap; the grammar of zones tells glued from apart by it.
        at.At -= at.Peek(-1) == ' ' ? 1 : 0;
        if (ZoneGrammar.TryRead(ref at, ref side, minus: side.Day.Form == DayForm.Date && !RangeFollows(at, side), context.Zone, context.IsEnglish))
        {
            return true;
        }

        _ = at.SkipBlank();
        return false;
    }

    /// <summary>
    /// <c>09:00-10:00</c> is a range, also with a date before it, although it has the look of an offset; but
    /// <c>2024-02-11 09:00-05:00</c> and anything with seconds is a time stamp with its offset. No zone is minutes behind.
    /// </summary>
    private static bool RangeFollows(Cursor at, Side side)
    {
        var end = default(Side);
        return !side.Clock.HasSeconds && !side.Clock.FullDay && at.TryChar('-') && ClockGrammar.TryRead(ref at, ref end, words: false)
            && (end.Clock.Hour == 0 || end.Clock.Hour > side.Clock.Hour || (end.Clock.Hour == side.Clock.Hour && end.Clock.Minute > side.Clock.Minute));
    }

    private static bool TryDay(ref Cursor at, ref Side side, Joints led)
    {
        var had = side.Day;
        if (had.Form is DayForm.None or DayForm.Weekday or DayForm.Relative or DayForm.Ahead)
        {
            var day = default(Day);
            if ((DateGrammar.TryRead(ref at, ref day) && Fits(day, side)) || (led.Day && !side.HasClock && DayOfMonthGrammar.TryDayOfMonth(ref at, ref day)))
            {
                side.Day = day;
                side.EndsInNumber = false;
                side.DayLed |= led.On;
                side.ClockFirst |= side.HasClock;
                TryIsoClock(ref at, ref side);
                return true;
            }
        }

        var ahead = had.Form == DayForm.Ahead;
        if (had.Form is DayForm.None or DayForm.Ahead or DayForm.Weekday or DayForm.Date && at.SeesAny(Days) && DayGrammar.TryRead(ref at, ref side))
        {
            side.DayLed |= led.On;
            side.ClockFirst |= side.HasClock;
            side.EndsInNumber = false;
            side.Ahead |= ahead;
            return true;
        }

        return false;
    }

    /// <summary>A fraction may be a date after a weekday or before a clock, not in the middle of other words.</summary>
    private static bool Fits(Day day, Side side) => !(day.LooksLikeFraction && side.HasClock && side.Clock.Form == ClockForm.Bare);

    /// <summary><c>T10:42</c>, or <c>T104200Z</c> behind a basic date.</summary>
    private static void TryIsoClock(ref Cursor at, ref Side side)
    {
        var start = at.At;
        if (side.HasClock)
        {
            return;
        }

        if (at.TryChar('t') && Letters.IsDigit(at.Current) && (ClockGrammar.TryBasic(ref at, ref side.Clock)
            || (ClockGrammar.TryRead(ref at, ref side, words: false) && side.Clock.Form == ClockForm.Plain)))
        {
            (side.Clock.FullDay, side.Items) = (true, side.Items + 1);
            return;
        }

        side.Clock = default;
        at.At = start;
    }

    private static bool TryPart(ref Cursor at, ref Side side)
    {
        if (side.Part == Part.None && (at.TryTake(Sense.Part, out var word) || (side.Day.Form != DayForm.None && !side.HasClock && at.TryTake(Sense.PartAfterDay, out word))))
        {
            side.Part = word.Part;
            side.EndsInNumber = false;
            side.ClockFirst |= side.HasClock;
            TryMinutesBehind(ref at, ref side);
            return true;
        }

        return false;
    }

    /// <summary><c>a las 8 de la noche menos cuarto</c>.</summary>
    private static void TryMinutesBehind(ref Cursor at, ref Side side)
    {
        var start = at.At;
        if (!side.HasClock || !SpokenClockGrammar.TryMinutes(ref at, ref side.Clock, glued: !at.SkipBlank()))
        {
            at.At = start;
        }
    }

    /// <summary>The year behind the clock of <c>Sun Nov 12 09:00:15 2023</c>.</summary>
    private static bool TryYearBehind(ref Cursor at, ref Side side) =>
        side is { HasClock: true, Day: { Form: DayForm.Date, Year: 0 }, Clock.HasSeconds: true } && DateGrammar.TryYear(ref at, out side.Day.Year);

    private static bool TryClock(ref Cursor at, ref Side side, Joints led, char first, Lead lead)
    {
        var start = at.At;
        if (!ClockGrammar.TryRead(ref at, ref side, words: led.At || side.Part != Part.None, and: lead != Lead.Between))
        {
            return false;
        }

        // A minute of a bare hour, "3.5", or a number glued to letters is none.
        if (Letters.IsDigit(first) && Letters.IsWord(at.Current) && !(at.Current == 'z' && !Letters.IsWord(at.Peek(1))) && !at.Text[at.At..].StartsWith("utc", StringComparison.Ordinal)
            && !at.Text[at.At..].StartsWith("gmt", StringComparison.Ordinal))
        {
            side.Clock = default;
            at.At = start;
            return false;
        }

        // "dia 13 às 14:30", "on 13": what stands before a day makes no hour of a number.
        if (side.Clock.Form == ClockForm.Bare && led.On && !led.At && !side.HasDay)
        {
            side.Clock = default;
            at.At = start;
            return false;
        }

        if (side.Clock.Form == ClockForm.Bare && IsHourNamed(at, start))
        {
            (side.Clock.Form, side.EndsInNumber) = (ClockForm.Plain, false);
        }

        side.ClockLed |= led.At || led.On || side.Approximate;
        return true;
    }

    /// <summary><c>ore 14</c>: the word for the hour stands in front.</summary>
    private static bool IsHourNamed(Cursor at, int clock)
    {
        at.At = Math.Max(0, clock - 1);
        while (at.At > 0 && at.Peek(-1) != ' ')
        {
            at.At--;
        }

        return at.TrySee(Sense.At, out var word) && word.Value == NamesHour && word.End == clock - 1;
    }

    private static ulong Bits(params ReadOnlySpan<Sense> senses)
    {
        var bits = 0UL;
        foreach (var sense in senses)
        {
            bits |= ClockGrammar.Bit(sense);
        }

        return bits;
    }

    /// <summary>What the small words in front of an item announce.</summary>
    private struct Joints
    {
        public bool At;
        public bool On;

        /// <summary>What stands before a day was read, not only meant.</summary>
        public bool Day;
        public bool Any;

        /// <summary>An article behind a preposition: <c>on the 12th</c>, but <c>on the 10:30 call</c> is none.</summary>
        public bool Article;
        public bool Glued;
    }
}
