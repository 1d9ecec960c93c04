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
        Append(escaped, text);
        return escaped.ToString();
    }

    /// <param name="text">The first character is taken for the first of a line: what stands before may be ours.</param>
    public static void Append(StringBuilder escaped, ReadOnlySpan<char> text)
    {
        var atStart = true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (Anywhere.Contains(c) || (atStart && (AtLineStart.Contains(c) || c == '.')) || (c == '@' && IsCrowd(text[(i + 1)..])))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);

            // A list may be numbered: the dot behind the number makes it one.
            atStart = IsLineEnd(c) || (atStart && (char.IsWhiteSpace(c) || char.IsAsciiDigit(c)));
        }
    }

    /// <summary>What stood within a line and now begins one, with one more backslash where that would make it a list or a quote.</summary>
    public static string Continued(string piece)
    {
        var at = 0;
        while (at < piece.Length && (char.IsWhiteSpace(piece[at]) || char.IsAsciiDigit(piece[at])))
        {
            at++;
        }

        return at < piece.Length && (AtLineStart.Contains(piece[at]) || piece[at] == '.') ? piece.Insert(at, "\\") : piece;
    }

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
