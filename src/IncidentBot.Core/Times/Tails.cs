using IncidentBot.Core.Times.Grammar;

namespace IncidentBot.Core.Times;

/// <summary>What the end of a line tells about a phrase there.</summary>
internal static class Tails
{
    /// <summary>Behind the last figure of a phrase at most a zone stands: <c>10:42 Pacific time</c>.</summary>
    private const int WordsFromFigure = 4;

    /// <summary>The words of <c>tous les jours</c>.</summary>
    private const int MostOwners = 3;

    private const ulong Owners = (1UL << (int)Sense.Of) | (1UL << (int)Sense.From);

    private const ulong Openers = (1UL << (int)Sense.At) | (1UL << (int)Sense.On) | (1UL << (int)Sense.Until) | (1UL << (int)Sense.About);

    /// <summary>Whether the last word is a figure, or one that a phrase can end with.</summary>
    public static bool CanEnd(Cursor cursor)
    {
        var end = cursor.Text.Length;
        if (end == 0)
        {
            return false;
        }

        while (end > 0 && cursor.Text[end - 1] is '.' or '!' or '?' or ' ' or ')' or ']' or '}' or '*' or '_' or '`' or '>')
        {
            end--;
        }

        var start = end;
        while (start > 0 && cursor.Text[start - 1] != ' ')
        {
            start--;
        }

        if (cursor.Text[FirstWord(cursor.Text[..end], WordsFromFigure)..].ContainsAnyInRange('0', '9') || cursor.Text[^1] == '>')
        {
            return true;
        }

        if (cursor.Lexicon.CanEndIn(cursor.Text[start..end]))
        {
            return true;
        }

        // East Asian words have no blank in front, so that any place may begin one.
        for (var at = start; at < end; at++)
        {
            cursor.At = at;
            if (Letters.IsEastAsian(cursor.Text[at]) && cursor.LongestEnd() > at)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The place of the word that is so many words from the end.</summary>
    public static int FirstWord(ReadOnlySpan<char> text, int words)
    {
        var at = text.Length;
        while (at > 0 && words > 0)
        {
            at--;
            words -= text[at] == ' ' ? 1 : 0;
        }

        return text.Length > 0 && text[at] == ' ' ? at + 1 : at;
    }

    /// <summary>The next place where a word begins: behind a blank or an opening bracket, or at an East Asian letter.</summary>
    public static int NextWord(ReadOnlySpan<char> text, int at)
    {
        for (at++; at < text.Length; at++)
        {
            var (before, c) = (text[at - 1], text[at]);
            if (c != ' ' && (before is ' ' or ',' or '\'' || Letters.IsEastAsian(c) || Letters.IsEastAsian(before)
                || (before is '[' or '(' or '–' or '|' && !Letters.IsEastAsian(c)) || c is '(' or '['))
            {
                return at;
            }
        }

        return at;
    }

    /// <summary>Whether a comma or a dash between blanks stands in front.</summary>
    public static bool IsApart(ReadOnlySpan<char> text, int at)
    {
        var before = at > 0 && text[at - 1] == ' ' ? at - 2 : at - 1;
        return before >= 0 && (text[before] is ',' or ';' or '–' or '|' || (text[before] == '-' && before > 0 && text[before - 1] == ' ' && before == at - 2));
    }

    /// <summary>
    /// Whether the words in front make it another thing: <c>el backup de | las 10:30</c>, <c>every Friday | at 9</c>.
    /// </summary>
    public static bool IsOwned(Cursor cursor, out bool recurs)
    {
        var text = cursor.Text;
        var at = cursor.At;
        var phrase = at;
        for (var words = 0; words < MostOwners && at > 0; words++)
        {
            var end = at - (text[at - 1] == ' ' ? 1 : 0);
            var start = end;
            while (start > 0 && text[start - 1] is not (' ' or '\''))
            {
                start--;
            }

            cursor.At = start;
            recurs = cursor.TrySee(Sense.Recurring, out var each) && each.End >= end && (words < 2 || each.End >= phrase - 1);
            if (start < end && (recurs || (words == 0 && (LooksLike(cursor, Owners, end) || IsAim(cursor, end)))))
            {
                return true;
            }

            at = start;
        }

        recurs = false;
        return false;
    }

    /// <summary><c>restored to | 2026-02-10 10:42</c>: where it went, not when.</summary>
    private static bool IsAim(Cursor cursor, int end) => !cursor.SeesAny(Openers) && LooksLike(cursor, 1UL << (int)Sense.To, end);

    private static bool LooksLike(Cursor cursor, ulong senses, int end) => cursor.SeesAny(senses) && cursor.LongestEnd() >= end;
}
