namespace IncidentBot.Core.Times.Grammar;

/// <summary>Whether what was read is a time where it stands, or a number of something: the rules of position, erring towards text.</summary>
internal static class Acceptance
{
    public static bool Holds(in Phrase phrase, Place place, bool whole, Following next)
    {
        var first = phrase.First;
        var opened = phrase.Lead is Lead.Since or Lead.Until;
        if (place == Place.AfterText && !SaysTime(phrase, opened))
        {
            return false;
        }

        // "rollback done in 5 minutes" tells how long it took, and "logs -10m" is an option of a command.
        if (place != Place.Head && (first.Signed || (first.Ahead && !first.HasClock)))
        {
            return false;
        }

        return phrase.IsRange ? IsRange(phrase, whole, next)
            : phrase.Lead is Lead.Between or Lead.From ? false
            : first.IsNowAlone ? next.Punctuation && (place != Place.AfterText) && !first.HasClock
            : first.IsInstant || first.Vague || first.Ahead || first.Day.Form == DayForm.Ahead ? true
            : first.Day is { Form: DayForm.Date, Short: true } && first.HasClock ? first.DayLed && IsClock(first, place, opened, whole, next)
            : first.HasClock ? IsClock(first, place, opened, whole, next)
            : IsDay(first, place, opened, whole, next);
    }

    /// <summary>After other text something must say that a time follows: a preposition, a day beside the clock, "ago", markup.</summary>
    private static bool SaysTime(in Phrase phrase, bool opened)
    {
        var side = phrase.First;
        return opened || phrase.Lead is Lead.Between or Lead.From || side.ClockLed || side.DayLed || (side.Approximate && side.HasClock) || side is { IsInstant: true, IsNowAlone: false }
            || side.Ahead || side.Vague || side.Day.Form is DayForm.Ago or DayForm.Ahead || (side.HasDay && (side.HasClock || side.Day.Form == DayForm.Relative && side.Part != Part.None));
    }

    private static bool IsClock(in Side side, Place place, bool opened, bool whole, Following next)
    {
        var led = side.ClockLed || opened || side.Approximate;
        return side.Clock.Form switch
        {
            // 一時停止 is no clock: an hour in words, glued to what follows.
            ClockForm.Plain => !(next.Glued && side.Clock is { InWords: true, HasMinutes: false } && !led && !side.HasDay),
            ClockForm.Soft => !next.Glued && (led || side.HasDay || whole || side.Clock.EastAsian || next.Punctuation) || (next.Glued && side.HasDay),
            ClockForm.Dotted => led || side.HasDay,
            _ => (whole && led) || (side.HasDay && (led || whole || IsClosed(side, place, next) || (side.ClockFirst && side.Part != Part.None))),
        };
    }

    /// <summary>
    /// Whether what follows a day and a bare hour says that they end here. Short names of days are words besides: <c>deve ter 3</c>,
    /// <c>le jeu 3</c>, <c>zo 3, dan 5</c>, <c>réplica quarta 2</c>; behind them only a colon says it.
    /// </summary>
    private static bool IsClosed(in Side side, Place place, Following next) =>
        side.Day is { Form: DayForm.Weekday, Short: true } or { Ordinal: true } ? next.Colon && place == Place.Head : next.Punctuation;

    private static bool IsDay(in Side side, Place place, bool opened, bool whole, Following next)
    {
        var day = side.Day;
        var heads = whole || (next.Colon && place == Place.Head) || place == Place.Apart || opened;
        return day.Form switch
        {
            DayForm.None => false,
            DayForm.Ago => true,
            DayForm.OfMonth => whole,
            DayForm.Relative when side.Part != Part.None => true,
            DayForm.Date when day.LooksLikeFraction => false,
            DayForm.Date when day.Short => whole || (next.Nothing && side.DayLed),
            // "na quarta réplica" counts replicas.
            DayForm.Weekday when day.Ordinal && next.Counted => false,
            DayForm.Weekday when day.Short => side.DayLed || (heads && !whole && !opened),
            _ => heads || side.DayLed,
        };
    }

    private static bool IsRange(in Phrase phrase, bool whole, Following next)
    {
        var (first, last) = (phrase.First, phrase.Last);
        if (!(first.HasClock || first.IsInstant) || !(last.HasClock || last.IsInstant) || first.Vague || last.Vague
            || (last is { IsInstant: true, IsNowAlone: false, IsNow: false } && first.Clock.Form == ClockForm.Bare))
        {
            return false;
        }

        // "10:42 - 5 pods restarted": a dash between blanks may part the time from the text.
        if (phrase.Spaced && last.Clock.Form == ClockForm.Bare && !next.Punctuation)
        {
            return false;
        }

        var worded = phrase.Lead != Lead.None || !phrase.Dashed;
        var hasDay = first.HasDay || last.HasDay;
        var led = phrase.Lead != Lead.None || first.ClockLed;
        return IsSure(first) || IsSure(last)
            || (IsMarked(first) && IsMarked(last) && phrase.Last.Clock.Form == ClockForm.Soft)
            || ((IsMarked(first) || IsMarked(last)) && (led || hasDay || whole))
            || (hasDay && (worded || whole));
    }

    private static bool IsSure(in Side side) => side.IsInstant || side.Clock.Form == ClockForm.Plain || (side.HasClock && side.Part != Part.None);

    private static bool IsMarked(in Side side) => side.Clock.Form is ClockForm.Soft or ClockForm.Dotted;
}
