using System.Buffers;
using System.Text;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>
/// Keeps a typed text inside the paragraph it is put in: inline marks, links, code spans and autolinks stay, what would
/// begin a block, a raw tag, a remote picture or a link of another scheme is made literal. Linear in the length.
/// </summary>
internal static class MarkdownEscaping
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\\`<!]|\n");
    private static readonly SearchValues<char> LineStarts = SearchValues.Create(" \t\v\f#>-+*_=~|:[$^0123456789");

    public static string Text(string text)
    {
        if (!text.AsSpan().ContainsAny(Special) && (text.Length == 0 || !LineStarts.Contains(text[0])))
        {
            return text;
        }

        var paragraphs = new List<string>();
        var paragraph = new List<string>();
        foreach (var line in text.Split('\n').Select(l => l.TrimStart(' ', '\t', '\v', '\f')))
        {
            if (line.Length > 0)
            {
                paragraph.Add(line);
                continue;
            }

            Flush(paragraphs, paragraph);
        }

        Flush(paragraphs, paragraph);
        return string.Join("\n\n", paragraphs);
    }

    /// <summary>A line after which <c>#</c> signs would be taken for the end of a heading.</summary>
    public static string Heading(string line)
    {
        var text = Text(line);
        var hashes = text.Length - text.AsSpan().TrimEnd('#').Length;
        return hashes > 0 ? text.Insert(text.Length - hashes, "\\") : text;
    }

    public static string Caption(string line)
    {
        var caption = new StringBuilder(line.Length);
        foreach (var c in line)
        {
            _ = c is '\\' or '`' or '[' or ']' or '<' ? caption.Append('\\').Append(c) : caption.Append(c);
        }

        return caption.ToString();
    }

    public static string Address(string url)
    {
        var balanced = MarkdownInline.Balanced(url);
        var address = new StringBuilder(url.Length);
        foreach (var c in url)
        {
            _ = c is ' ' or '\t' or '<' or '>' or '\\' or '`' or '"' || (c is '(' or ')' && !balanced)
                ? address.Append('%').Append(((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture))
                : address.Append(c);
        }

        return address.ToString();
    }

    private static void Flush(List<string> paragraphs, List<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        paragraphs.Add(MarkdownBlocks.Neutralise(MarkdownInline.Neutralise(string.Join('\n', lines))));
        lines.Clear();
    }
}
