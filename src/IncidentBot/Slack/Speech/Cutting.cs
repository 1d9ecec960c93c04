using System.Globalization;

namespace IncidentBot.Slack.Speech;

/// <summary>Cuts escaped text where nobody sees it: never inside an escape, a token or what a reader takes for one character.</summary>
internal static class Cutting
{
    private static readonly string[] Escapes = ["&amp;", "&lt;", "&gt;"];

    /// <summary>All of a text in pieces of at most so many characters.</summary>
    public static IEnumerable<string> Pieces(string text, int length)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = End(text, start, length);
            end = end > start ? end : start + Atom(text, start);
            yield return text[start..end];
            start = end;
        }
    }

    /// <summary>
    /// Where a piece of at most so many characters ends: after a line if that leaves more than half of it, else after a
    /// word, else wherever it may. It is the start if not even a first token fits.
    /// </summary>
    public static int End(string text, int start, int length)
    {
        if (text.Length - start <= length)
        {
            return text.Length;
        }

        var (end, line, word, half) = (start, start, start, start + (length / 2));
        for (var next = start; next - start <= length; next += Atom(text, next))
        {
            end = next;
            line = next > start && text[next - 1] == '\n' ? next : line;
            word = next > start && char.IsWhiteSpace(text[next - 1]) ? next : word;
        }

        return line > half ? line : word > half ? word : end > start ? end : Inside(text, start, length);
    }

    /// <summary>How many characters from here on belong together.</summary>
    private static int Atom(string text, int at)
    {
        var token = Token(text, at);
        var last = at + Math.Max(0, token - 1);

        // What is combined with the last character of an escape belongs to the escape; the next escape never does.
        var length = last - at + StringInfo.GetNextTextElementLength(text.AsSpan(last));
        var next = text.AsSpan(last + 1, at + length - last - 1).IndexOfAny('&', '<');
        return next < 0 ? length : last + 1 + next - at;
    }

    private static int Token(string text, int at) => text[at] switch
    {
        '&' => Escapes.FirstOrDefault(e => string.CompareOrdinal(text, at, e, 0, e.Length) == 0)?.Length ?? 1,
        '<' => Math.Max(1, text.IndexOf('>', at) - at + 1),
        _ => 1,
    };

    /// <summary>For a character with more marks on it than fit: nothing better can be done than to spare its surrogates.</summary>
    private static int Inside(string text, int start, int length) =>
        Token(text, start) is > 1 and var token ? start + (token <= length ? token : 0)
        : char.IsHighSurrogate(text[start + length - 1]) && length > 1 ? start + length - 1
        : start + length;
}
