using System.Text;

namespace IncidentBot.Core.Text;

/// <summary>What happens to typed text at the door, and nothing later: what passes here is kept as it is.</summary>
public static class TypedText
{
    /// <summary>
    /// Line ends become LF; NUL, which some databases and tools cut at, becomes the visible U+2400; half a surrogate
    /// pair, which no encoding can carry, becomes U+FFFD; blanks around the text go.
    /// </summary>
    public static string Clean(string typed)
    {
        var text = typed.AsSpan().ContainsAny('\r', '\0') || HasLoneSurrogate(typed) ? Mend(typed, keepLineEnds: false) : typed;
        return text.Trim().TrimStart('\uFEFF').TrimStart();
    }

    /// <summary>The text as every database can keep it: NUL and half a surrogate pair are replaced as above, all else stays.</summary>
    public static string Storable(string text) =>
        text.Contains('\0', StringComparison.Ordinal) || HasLoneSurrogate(text) ? Mend(text, keepLineEnds: true) : text;

    /// <summary>Whether half a surrogate pair stands alone somewhere.</summary>
    public static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!IsPair(text, i))
            {
                return true;
            }

            i++;
        }

        return false;
    }

    /// <summary>
    /// The first characters of a text for an answer, on one line, never splitting a surrogate pair; says how much
    /// there is when it cuts. What is stored is always whole.
    /// </summary>
    public static string Cut(string text, int length)
    {
        var line = text.ReplaceLineEndings(" ");
        if (line.Length <= length)
        {
            return line;
        }

        return $"{Head(line, length)}… ({text.Length:N0} characters, kept whole)";
    }

    /// <summary>At most so many characters of a text, never splitting a surrogate pair.</summary>
    public static string Head(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string Mend(string typed, bool keepLineEnds)
    {
        var mended = new StringBuilder(typed.Length);
        for (var i = 0; i < typed.Length; i++)
        {
            var c = typed[i];
            if (IsPair(typed, i))
            {
                mended.Append(c).Append(typed[++i]);
            }
            else if (c == '\r' && !keepLineEnds)
            {
                mended.Append('\n');
                i += i + 1 < typed.Length && typed[i + 1] == '\n' ? 1 : 0;
            }
            else
            {
                mended.Append(c == '\0' ? '\u2400' : char.IsSurrogate(c) ? '\uFFFD' : c);
            }
        }

        return mended.ToString();
    }

    private static bool IsPair(ReadOnlySpan<char> text, int i) =>
        char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
}
