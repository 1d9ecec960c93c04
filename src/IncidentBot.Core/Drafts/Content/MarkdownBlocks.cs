using System.Buffers;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>The block half: a backslash before whatever would begin a block at the start of a line.</summary>
internal static class MarkdownBlocks
{
    private static readonly SearchValues<char> RuleMarks = SearchValues.Create("-*_=|: \t");

    public static string Neutralise(string paragraph)
    {
        var lines = paragraph.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = Line(lines[i]);
        }

        var text = string.Join('\n', lines);
        return text.Contains('[', StringComparison.Ordinal) ? WithoutDefinitions(text) : text;
    }

    private static string Line(string line)
    {
        if (line.Length == 0)
        {
            return line;
        }

        var text = IsRule(line) ? line.Replace("|", "\\|", StringComparison.Ordinal) : line;
        var mark = MarkLength(line);
        return mark < 0 || text[0] == '\\' ? text : text.Insert(mark, "\\");
    }

    /// <summary>Where the backslash goes; negative if the line begins no block.</summary>
    private static int MarkLength(string line) => line[0] switch
    {
        '>' => 0,
        '#' => Blank(line, line.AsSpan().IndexOfAnyExcept('#')) ? 0 : -1,
        '-' or '+' or '*' when Blank(line, 1) => 0,
        '+' when line.AsSpan(1).IndexOfAny('-', '=') == 0 => 0,
        '-' or '*' or '_' or '=' or ':' when IsRule(line) => 0,
        ':' when Blank(line, 1) || line.StartsWith(":::", StringComparison.Ordinal) => 0,
        '~' when line.StartsWith("~~~", StringComparison.Ordinal) => 0,
        '$' when line.StartsWith("$$", StringComparison.Ordinal) => 0,
        '^' when line.StartsWith("^^^", StringComparison.Ordinal) => 0,
        >= '0' and <= '9' => Numbered(line),
        _ => -1,
    };

    /// <summary>A line of nothing but rule marks: a break, an underline of a heading, or the second row of a table.</summary>
    private static bool IsRule(string line) => !line.AsSpan().ContainsAnyExcept(RuleMarks);

    private static int Numbered(string line)
    {
        var digits = line.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && line[digits] is '.' or ')' && Blank(line, digits + 1) ? digits : -1;
    }

    private static bool Blank(string line, int at) => at < 0 || at >= line.Length || line[at] is ' ' or '\t';

    /// <summary><c>[label]: target</c> at the start of a line would vanish and turn every <c>[label]</c> into a link. The label may
    /// even close in the text that comes next.</summary>
    public static string WithoutDefinitions(string text)
    {
        var result = new System.Text.StringBuilder(text.Length + 8);
        for (int start = 0, bracket = -1; start < text.Length;)
        {
            if (text[start] == '[' || text.AsSpan(start).StartsWith("*["))
            {
                var from = text.IndexOf('[', start) + 1;
                bracket = bracket >= from ? bracket : NextBracket(text, from);
                if (bracket == text.Length || text[bracket] == '[' || text.AsSpan(bracket).StartsWith("]:"))
                {
                    result.Append('\\');
                }
            }

            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            result.Append(text, start, end - start);
            start = end;
        }

        return result.ToString();
    }

    private static int NextBracket(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] is '[' or ']')
            {
                return i;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        return text.Length;
    }
}
