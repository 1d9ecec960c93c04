using System.Globalization;

namespace IncidentBot.Discord.Speech;

/// <summary>Cuts text where nobody sees it: never inside an escape, a token or what a reader takes for one character.</summary>
internal static class Cutting
{
    /// <summary>What Discord takes for a token is never longer.</summary>
    private const int LongestToken = 1100;

    /// <summary>All of a text in pieces of at most so many characters.</summary>
    /// <param name="isMarkup">False for what stands in a block of code, where nothing is escaped.</param>
    public static IEnumerable<string> Pieces(string text, int length, bool isMarkup = true)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = End(text, start, length, isMarkup);
            end = end > start ? end : start + Atom(text, start, isMarkup);
            yield return text[start..end];
            start = end;
        }
    }

    /// <summary>
    /// Where a piece of at most so many characters ends: after a line if that leaves more than half of it, else after a
    /// word, else wherever it may. It is the start if not even a first token fits.
    /// </summary>
    public static int End(string text, int start, int length, bool isMarkup = true)
    {
        if (text.Length - start <= length)
        {
            return text.Length;
        }

        var (end, line, word, half) = (start, start, start, start + (length / 2));
        for (var next = start; next - start <= length; next += Atom(text, next, isMarkup))
        {
            end = next;
            line = next > start && text[next - 1] == '\n' ? next : line;
            word = next > start && char.IsWhiteSpace(text[next - 1]) ? next : word;
        }

        return line > half ? line : word > half ? word : end > start ? end : Inside(text, start, length, isMarkup);
    }

    /// <summary>How many characters from here on belong together.</summary>
    private static int Atom(string text, int at, bool isMarkup)
    {
        if (!isMarkup)
        {
            return StringInfo.GetNextTextElementLength(text.AsSpan(at));
        }

        var last = at + Token(text, at) - 1;

        // What is combined with the last character of an escape belongs to the escape; the next escape never does.
        var length = last - at + StringInfo.GetNextTextElementLength(text.AsSpan(last));
        var next = text.AsSpan(last + 1, at + length - last - 1).IndexOfAny('\\', '<', '`');
        return next < 0 ? length : last + 1 + next - at;
    }

    private static int Token(string text, int at) => text[at] switch
    {
        '\\' when at + 1 < text.Length => 2,
        '<' => Until(text, at, '>'),
        '`' => Until(text, at, '`'),
        _ => 1,
    };

    private static int Until(string text, int at, char close)
    {
        var end = text.AsSpan(at + 1, Math.Min(LongestToken, text.Length - at - 1)).IndexOfAny(close, '\n');
        return end >= 0 && text[at + 1 + end] == close ? end + 2 : 1;
    }

    /// <summary>For a character with more marks on it than fit: nothing better can be done than to spare its surrogates.</summary>
    private static int Inside(string text, int start, int length, bool isMarkup) =>
        isMarkup && Token(text, start) is > 1 and var token ? start + (token <= length ? token : 0)
        : char.IsHighSurrogate(text[start + length - 1]) && length > 1 ? start + length - 1
        : start + length;
}
