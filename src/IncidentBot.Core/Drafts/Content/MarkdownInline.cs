using System.Buffers;
using System.Text;
using IncidentBot.Core.Markup;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>The inline half: reads a paragraph in the order a Markdown reader does, so that both agree what is code.</summary>
internal static class MarkdownInline
{
    /// <summary>Longer targets are shown as text, so that a text of broken links stays linear.</summary>
    private const int LongestTarget = 4_096;

    private static readonly string[] AddressPrefixes = ["http://", "https://", "ftp://", "mailto:", "tel:", "www."];
    private static readonly SearchValues<char> AddressStarts = SearchValues.Create("hHfFmMtTwW");
    private const int LongestEntity = 34;

    private static readonly SearchValues<char> EntityCharacters =
        SearchValues.Create("#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly SearchValues<char> AutolinkEnds = SearchValues.Create(" \t\n<>`");

    public static string Neutralise(string paragraph)
    {
        var ticks = LastRuns(paragraph);
        var severalLines = paragraph.Contains('\n', StringComparison.Ordinal);
        var text = new StringBuilder(paragraph.Length + 16);
        for (int i = 0, addressEnd = -1; i < paragraph.Length;)
        {
            var next = i + 1 < paragraph.Length ? paragraph[i + 1] : '\0';
            addressEnd = i >= addressEnd && BeginsAddress(paragraph.AsSpan(i)) ? AddressEnd(paragraph, i) : addressEnd;
            i = paragraph[i] switch
            {
                '\\' when i < addressEnd => Put(text, "%5C", i + 1),
                '`' when i < addressEnd => Put(text, "%60", i + 1),
                '\\' when next == '<' => Angle(paragraph, i + 1, i + 2 < paragraph.Length ? paragraph[i + 2] : '\0', i <= addressEnd, text),
                '\\' => Backslash(paragraph, i, next, text),
                '`' => Ticks(paragraph, i, ticks, text),
                '|' when severalLines || IsTableMark(paragraph, i) => Put(text, "\\|", i + 1),
                '<' => Angle(paragraph, i, next, i <= addressEnd, text),
                '&' when BeginsEntity(paragraph.AsSpan(i + 1)) => Put(text, "\\&", i + 1),
                '!' when next == '[' => Put(text, "\\!", i + 1),
                ']' when next == '(' => Target(paragraph, i, text),
                var c => Put(text, c, i + 1),
            };
        }

        return text.ToString();
    }

    /// <summary>Whether every bracket closes, as a link target needs it.</summary>
    public static bool Balanced(ReadOnlySpan<char> url)
    {
        var depth = 0;
        foreach (var c in url)
        {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0)
            {
                return false;
            }
        }

        return depth == 0;
    }

    /// <summary>
    /// Some readers make a bare address a link before they look at what is in it: a backtick or a backslash there means
    /// something to one reader and nothing to the other, so neither is left standing.
    /// </summary>
    private static bool BeginsAddress(ReadOnlySpan<char> text)
    {
        if (!AddressStarts.Contains(text[0]))
        {
            return false;
        }

        foreach (var prefix in AddressPrefixes)
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static int AddressEnd(string paragraph, int at)
    {
        var length = paragraph.AsSpan(at).IndexOfAny(" \t\n<");
        return length < 0 ? paragraph.Length : at + length;
    }

    /// <summary>Two lines with pipes can be a table; so can one below a line of the layout, if it looks like a second row.</summary>
    private static bool IsTableMark(string paragraph, int pipe)
    {
        var before = paragraph.AsSpan(0, pipe).TrimEnd(" \t");
        var after = paragraph.AsSpan(pipe + 1).TrimStart(" \t");
        return before is [.., '-' or ':'] || after is ['-' or ':', ..];
    }

    /// <summary>A typed <c>&amp;lt;</c> would print as what it stands for.</summary>
    private static bool BeginsEntity(ReadOnlySpan<char> rest)
    {
        var end = rest[..Math.Min(rest.Length, LongestEntity)].IndexOf(';');
        return end > 0 && rest[..end].IndexOfAnyExcept(EntityCharacters) < 0;
    }

    private static int Put(StringBuilder text, string literal, int next)
    {
        text.Append(literal);
        return next;
    }

    private static int Put(StringBuilder text, char literal, int next)
    {
        text.Append(literal);
        return next;
    }

    /// <summary>A backslash at the very end would act on what the layout prints next.</summary>
    private static int Backslash(string paragraph, int at, char next, StringBuilder text)
    {
        if (at + 1 == paragraph.Length)
        {
            return Put(text, "\\\\", at + 1);
        }

        if (next == '`')
        {
            // Not every reader lets a code span begin right behind an escaped backtick.
            return Literal(Run(paragraph, at + 1), at + 1, text);
        }

        text.Append('\\');
        return char.IsAscii(next) && (char.IsPunctuation(next) || char.IsSymbol(next))
            ? Put(text, next, at + 2)
            : at + 1;
    }

    /// <summary>A code span goes on one line, where it means the same; backticks that close nothing are literal.</summary>
    private static int Ticks(string paragraph, int at, Dictionary<int, int> last, StringBuilder text)
    {
        var run = Run(paragraph, at);
        if (last.GetValueOrDefault(run, -1) <= at)
        {
            return Literal(run, at, text);
        }

        var close = at + run;
        while (Run(paragraph, close) is var other && other != run)
        {
            close += Math.Max(1, other);
        }

        text.Append(paragraph, at, close + run - at).Replace('\n', ' ', text.Length - (close + run - at), close + run - at);
        return close + run;
    }

    private static int Literal(int backticks, int at, StringBuilder text)
    {
        for (var i = 0; i < backticks; i++)
        {
            text.Append("\\`");
        }

        return at + backticks;
    }

    /// <summary>
    /// An autolink stays; what could begin a tag is escaped. Behind a bare address only an entity will do: some readers
    /// take the backslash into the address.
    /// </summary>
    private static int Angle(string paragraph, int at, char next, bool behindAddress, StringBuilder text)
    {
        var rest = paragraph.AsSpan(at + 1);
        var end = rest.IndexOfAny(AutolinkEnds);
        if (end > 0 && rest[end] == '>' && Links.HasSafeScheme(rest[..end]))
        {
            text.Append(paragraph, at, end + 2);
            return at + end + 2;
        }

        var couldBeTag = char.IsAsciiLetter(next) || next is '/' or '!' or '?';
        return Put(text, !couldBeTag ? "<" : behindAddress ? "&lt;" : "\\<", at + 1);
    }

    /// <summary>Only a plain http, https or mailto target stays a target, with or without a title.</summary>
    private static int Target(string paragraph, int at, StringBuilder text)
    {
        var rest = paragraph.AsSpan(at + 2, Math.Min(LongestTarget, paragraph.Length - at - 2));
        var length = TargetLength(rest);
        if (length < 0)
        {
            return Put(text, "]\\(", at + 2);
        }

        text.Append(paragraph, at, length + 2);
        return at + 2 + length;
    }

    private static int TargetLength(ReadOnlySpan<char> rest)
    {
        if (!Links.HasSafeScheme(rest))
        {
            return -1;
        }

        var depth = 0;
        var i = 0;
        for (; i < rest.Length && !(rest[i] is ' ' or ')' && depth == 0); i++)
        {
            if (rest[i] is <= ' ' or '<' or '>' or '[' or ']' or '`' or '\\' or '"')
            {
                return -1;
            }

            depth += rest[i] == '(' ? 1 : rest[i] == ')' ? -1 : 0;
        }

        if (i < rest.Length && rest[i] == ')')
        {
            return i + 1;
        }

        if (!rest[i..].StartsWith(" \""))
        {
            return -1;
        }

        var title = rest[(i + 2)..];
        var end = title.IndexOfAny("\"`<\\\n");
        return end >= 0 && title[end..].StartsWith("\")") ? i + 2 + end + 2 : -1;
    }

    private static int Run(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] == '`')
        {
            end++;
        }

        return end - at;
    }

    /// <summary>Where the last run of backticks of each length begins: tells at once whether a span can close.</summary>
    private static Dictionary<int, int> LastRuns(string text)
    {
        var last = new Dictionary<int, int>();
        for (var i = text.IndexOf('`'); i >= 0 && i < text.Length;)
        {
            var run = Run(text, i);
            last[run] = i;
            var next = text.IndexOf('`', i + run);
            i = next;
        }

        return last;
    }
}
