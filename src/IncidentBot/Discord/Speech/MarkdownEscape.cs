using System.Text;

namespace IncidentBot.Discord.Speech;

/// <summary>Puts a backslash before what means something to Discord, where it means that.</summary>
internal static class MarkdownEscape
{
    /// <summary>
    /// Emphasis, code, spoilers, links, and the bracket with which mentions, emoji of a guild, times and commands begin.
    /// </summary>
    private const string Anywhere = @"\*_~`|<[]";

    /// <summary>Quotes, headings, lists and small print.</summary>
    private const string AtLineStart = ">#-+";

    private static readonly string[] Crowds = ["everyone", "here"];

    public static string All(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        Append(escaped, text, isLineStart: true);
        return escaped.ToString();
    }

    /// <param name="isLineStart">Whether the first character begins a line, or may.</param>
    public static void Append(StringBuilder escaped, ReadOnlySpan<char> text, bool isLineStart)
    {
        var line = isLineStart ? Place.Start : Place.Within;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (Anywhere.Contains(c) || MakesBlock(c, line) || (c == '@' && IsCrowd(text[(i + 1)..])))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
            line = Next(c, line);
        }
    }

    /// <summary>What stood within a line and now begins one, with one more backslash where that would make it a list or a quote.</summary>
    public static string Continued(string piece)
    {
        var (line, at) = (Place.Start, 0);
        while (at < piece.Length && line != Place.Within && !MakesBlock(piece[at], line))
        {
            line = Next(piece[at++], line);
        }

        return at < piece.Length && line != Place.Within ? piece.Insert(at, "\\") : piece;
    }

    /// <summary>How far a line has come: nothing but blanks yet, or a number behind those.</summary>
    private enum Place
    {
        Start,
        Number,
        Within,
    }

    /// <summary>A list may be numbered: the dot behind the number makes it one.</summary>
    private static bool MakesBlock(char c, Place line) => line == Place.Start ? AtLineStart.Contains(c) : line == Place.Number && c == '.';

    private static Place Next(char c, Place line) =>
        IsLineEnd(c) || (line == Place.Start && char.IsWhiteSpace(c)) ? Place.Start
        : line != Place.Within && char.IsAsciiDigit(c) ? Place.Number
        : Place.Within;

    private static bool IsCrowd(ReadOnlySpan<char> rest)
    {
        foreach (var crowd in Crowds)
        {
            if (rest.StartsWith(crowd, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029';
}
