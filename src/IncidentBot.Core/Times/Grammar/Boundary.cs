namespace IncidentBot.Core.Times.Grammar;

/// <summary>Where a phrase may end: nothing may be glued to it that makes it another thing.</summary>
internal static class Boundary
{
    /// <summary>The value of a word for what is measured, not counted: nobody writes <c>14.30 servers</c>, but <c>14.30 ms</c>.</summary>
    private const short Measure = 1;

    /// <summary>Whether only what closes a sentence is left.</summary>
    public static bool EndsText(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is '.' or '!' or '?' or ' ')
        {
            at++;
        }

        return at >= text.Length;
    }

    /// <summary>Whether a phrase at the head of a line may end here, with text after it.</summary>
    /// <param name="closed">Whether brackets were closed, behind which anything may follow.</param>
    public static bool Follows(Cursor cursor, int end, in Side side, bool closed)
    {
        cursor.At = end;
        var (c, next) = (cursor.Current, cursor.Peek(1));
        if (cursor.AtEnd)
        {
            return true;
        }

        if (Letters.IsEastAsian(c))
        {
            return !cursor.SeesAny(ClockGrammar.Bit(Sense.Clings)) && !(side.EndsInNumber && cursor.SeesAny(ClockGrammar.Bit(Sense.Unit)));
        }

        return c switch
        {
            ' ' => !(side.EndsInNumber || side.Clock.Form == ClockForm.Dotted ? OwnsNumber(cursor, side) : IsLength(cursor, side)),
            ',' or ';' or '|' or '–' => !Letters.IsDigit(next),
            ':' or '-' or '.' or '!' or '?' => next is ' ' or '\0' || IsWide(cursor),
            ']' or ')' => !closed,
            _ => closed && !Letters.IsWord(c),
        };
    }

    /// <summary>East Asian punctuation brings its own blank.</summary>
    public static bool IsWide(Cursor cursor) => !cursor.AtEnd && cursor.Typed(cursor.At, cursor.At + 1)[0] > '\u3000';

    /// <summary><c>2h15 de coupure</c>: few hours by a letter, with what they were full of behind.</summary>
    private static bool IsLength(Cursor cursor, in Side side) =>
        side is { Clock: { ByLetter: true, HasMinutes: true, Hour: < ClockGrammar.LeastHourByLetter }, ClockLed: false, HasDay: false } && cursor.SkipBlank() && cursor.SeesAny(ClockGrammar.Bit(Sense.Of));

    /// <summary>Whether the word after a blank owns the number before it: <c>at 10 users</c>, <c>10h of logs</c>, <c>2.30 %</c>.</summary>
    /// <remarks>Behind "at" and a part of the day it is an hour, whatever follows: <c>this morning at 9 users complained</c>.</remarks>
    private static bool OwnsNumber(Cursor cursor, in Side side)
    {
        cursor.SkipBlank();
        if (side.Clock.Form == ClockForm.Dotted && cursor.TrySee(Sense.Counted, out var thing) && thing.Value != Measure)
        {
            return false;
        }

        var things = ClockGrammar.Bit(Sense.Unit) | ClockGrammar.Bit(Sense.Of);
        things |= side is { ClockLed: true, Clock.Form: ClockForm.Bare } && side.Part != Part.None ? 0 : ClockGrammar.Bit(Sense.Counted);
        return (side.Clock.ByLetter && Letters.IsDigit(cursor.Current)) || cursor.Current is '%' or '/' or '+' || cursor.SeesAny(things);
    }
}
