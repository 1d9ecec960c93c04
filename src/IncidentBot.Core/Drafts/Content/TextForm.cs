using System.Text;
using IncidentBot.Core.Markup;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>How typed text stands in a draft: as it is, or with the marks taken out that would change a Markdown page.</summary>
internal abstract class TextForm
{
    public static TextForm Plain { get; } = new PlainForm();

    public static TextForm Markdown { get; } = new MarkdownForm();

    /// <summary>A text of one or more lines.</summary>
    public string Text(string typed) => Escape(Clean(typed).Trim('\n'));

    /// <summary>A text in which line breaks have no place: a title, a heading, a label.</summary>
    public string Line(string typed) => EscapeLine(string.Join(' ', Clean(typed).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>An attachment, and how it is printed: <c>![caption](url)</c>.</summary>
    public abstract (string Caption, string Url, string Link) Attachment(string caption, string url);

    protected abstract string Escape(string text);

    protected abstract string EscapeLine(string line);

    /// <summary>Line ends become LF, and control characters, which nobody types, are shown.</summary>
    private static string Clean(string typed)
    {
        if (!typed.AsSpan().ContainsAnyInRange('\0', '\u0008') && !typed.AsSpan().ContainsAnyInRange('\u000B', '\u001F')
            && !typed.Contains('\u007F'))
        {
            return typed;
        }

        var clean = new StringBuilder(typed.Length);
        foreach (var c in typed.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'))
        {
            clean.Append(c is (< ' ' and not ('\n' or '\t')) or '\u007F' ? HtmlEncoding.Visible(c)![0] : c);
        }

        return clean.ToString();
    }

    private sealed class PlainForm : TextForm
    {
        public override (string Caption, string Url, string Link) Attachment(string caption, string url)
        {
            var (text, address) = (Line(caption), Line(url));
            return (text, address, address.Length == 0 ? text : $"![{text}]({address})");
        }

        protected override string Escape(string text) => text;

        protected override string EscapeLine(string line) => line;
    }

    private sealed class MarkdownForm : TextForm
    {
        public override (string Caption, string Url, string Link) Attachment(string caption, string url)
        {
            var (_, plain, link) = Plain.Attachment(caption, url);
            var (text, address) = (MarkdownEscaping.Caption(Plain.Line(caption)), MarkdownEscaping.Address(plain));
            return (text, address, Links.HasSafeScheme(plain) ? $"![{text}]({address})" : Escape(link));
        }

        protected override string Escape(string text) => MarkdownEscaping.Text(text);

        protected override string EscapeLine(string line) => MarkdownEscaping.Heading(line);
    }
}
