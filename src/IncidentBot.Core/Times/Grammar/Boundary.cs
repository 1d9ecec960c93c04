namespace IncidentBot.Core.Times.Grammar;

/// <summary>Where a phrase may end: nothing may be glued to it that makes it another thing.</summary>
internal static class Boundary
{
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
            ' ' => !(side.EndsInNumber || side.Clock.Form == ClockForm.Dotted) || !OwnsNumber(cursor, side.Clock.ByLetter),
            ',' or ';' or '|' or '–' => !Letters.IsDigit(next),
            ':' or '-' or '.' or '!' or '?' => next is ' ' or '\0' || IsWide(cursor),
            ']' or ')' => !closed,
            _ => closed && !Letters.IsWord(c),
        };
    }

    /// <summary>East Asian punctuation brings its own blank.</summary>
    public static bool IsWide(Cursor cursor) => !cursor.AtEnd && cursor.Typed(cursor.At, cursor.At + 1)[0] > '\u3000';

    /// <summary>Whether the word after a blank owns the number before it: <c>at 10 users</c>, <c>10h of logs</c>, <c>2.30 %</c>.</summary>
    private static bool OwnsNumber(Cursor cursor, bool letter)
    {
        cursor.SkipBlank();
        return (letter && Letters.IsDigit(cursor.Current)) || cursor.Current is '%' or '/' or '+' || cursor.SeesAny(ClockGrammar.Bit(Sense.Counted) | ClockGrammar.Bit(Sense.Unit) | ClockGrammar.Bit(Sense.Of));
    }
}
