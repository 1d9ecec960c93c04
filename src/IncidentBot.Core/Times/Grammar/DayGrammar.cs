namespace IncidentBot.Core.Times.Grammar;

/// <summary>Reads days by their names: <c>yesterday</c>, <c>last Friday</c>, <c>vorige week dinsdag</c>, <c>last night</c>.</summary>
internal static class DayGrammar
{
    private static readonly ulong Whiches = ClockGrammar.Bit(Sense.Week) | ClockGrammar.Bit(Sense.Last) | ClockGrammar.Bit(Sense.Next) | ClockGrammar.Bit(Sense.This);

    public static bool TryRead(ref Cursor at, ref Side side)
    {
        var start = at.At;
        ref var day = ref side.Day;
        if (day.Form is DayForm.None && TryRelative(ref at, ref side))
        {
            return true;
        }

        if (day.Form is DayForm.Weekday && side.Day.Which == Which.Latest && TryBehind(ref at, ref day))
        {
            return true;
        }

        if (day.Form is DayForm.Weekday || !TryWeekday(ref at, out var weekday, out var part))
        {
            at.At = start;
            return false;
        }

        side.Part = side.Part == Part.None ? part : side.Part;

        // Beside a date the weekday says nothing more, right or wrong.
        if (day.Form is DayForm.None or DayForm.Ahead)
        {
            side.Ahead |= day.Form == DayForm.Ahead;
            day = weekday;
            TryBehind(ref at, ref day);
            var end = at.At;
            if (day.Which == Which.Latest && !(at.TryGap() && DayOfMonthGrammar.TryOrdinal(ref at, ref day)))
            {
                at.At = end;
            }
        }

        return true;
    }

    /// <summary>The short name of a day that is a small word as well, and is typed as a name: <c>So 10:42</c>, but <c>so 10:42</c>.</summary>
    public static bool IsCapital(Cursor at) =>
        at.TrySee(Sense.WeekdayShort, out var name) && name.End == at.LongestEnd() && char.IsUpper(at.Typed(at.At, at.At + 1)[0]);

    private static bool TryRelative(ref Cursor at, ref Side side)
    {
        var part = at.TrySee(Sense.DayPart, out var partOfDay);
        if (at.TrySee(Sense.Day, out var day) && day.End > partOfDay.End)
        {
            at.At = day.End;
            (side.Day.Form, side.Day.Value) = (DayForm.Relative, day.Value);
            return true;
        }

        if (!part || side.Part != Part.None)
        {
            return false;
        }

        at.At = partOfDay.End;
        (side.Day.Form, side.Day.Value, side.Part) = (DayForm.Relative, partOfDay.Value, partOfDay.Part);
        return true;
    }

    private static bool TryWeekday(ref Cursor at, out Day day, out Part part)
    {
        (day, part) = (new Day { Form = DayForm.Weekday }, Part.None);
        var start = at.At;
        if (TryWhich(ref at, out day.Which) && !at.TryGap())
        {
            return false;
        }

        var ordinal = at.TrySee(Sense.Ordinal, out var number);
        var small = at.TrySee(Sense.About, out var about) && !IsCapital(at) && at.TrySee(Sense.WeekdayShort, out var shortName) && shortName.End == about.End;
        if (!small && (at.TryTake(Sense.Weekday, out var name) || at.TryTake(Sense.WeekdayShort, out name)))
        {
            part = name.Part;
            day.Ordinal = ordinal && number.End == name.End && day.Which == Which.Latest;
            (day.Value, day.Short) = (name.Value, name.Sense == Sense.WeekdayShort && day.Which == Which.Latest);
            return true;
        }

        // "la semana pasada el lunes", "vorige week op dinsdag".
        if (day.Which is Which.OfLastWeek or Which.OfThisWeek or Which.Next && at.TryTake(Sense.On) && at.TryGap() && at.TryTake(Sense.Weekday, out name))
        {
            day.Value = name.Value;
            return true;
        }

        at.At = start;
        return false;
    }

    /// <summary><c>vendredi dernier</c>, <c>Friday last week</c>, <c>sexta desta semana</c>.</summary>
    private static bool TryBehind(ref Cursor at, ref Day day)
    {
        var start = at.At;
        if (day.Which == Which.Latest && at.TryGap() && TryWhich(ref at, out var which))
        {
            day.Which = which;
            (day.Short, day.Ordinal) = (false, false);
            return true;
        }

        at.At = start;
        return false;
    }

    private static bool TryWhich(ref Cursor at, out Which which)
    {
        // "下" begins "下午": only the longest word counts.
        Found word = default;
        which = !at.SeesAny(Whiches) ? Which.Latest
            : Sees(at, Sense.Week, out word) ? word.Value < 0 ? Which.OfLastWeek : word.Value == 0 ? Which.OfThisWeek : Which.Next
            : Sees(at, Sense.Last, out word) ? Which.Last
            : Sees(at, Sense.Next, out word) ? Which.Next
            : Sees(at, Sense.This, out word) ? Which.This
            : Which.Latest;
        at.At = which == Which.Latest ? at.At : word.End;
        return which != Which.Latest;

        static bool Sees(Cursor at, Sense sense, out Found word) => at.TrySee(sense, out word) && word.End == at.LongestEnd(except: Sense.Vague);
    }
}
