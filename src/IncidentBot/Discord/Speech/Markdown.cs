using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Core.Text;
using NodaTime;

namespace IncidentBot.Discord.Speech;

/// <summary>
/// Text in Discord's own markup that is safe to send: it can only be made by escaping, so what somebody typed names
/// nobody, hides nothing and looks as it was typed. In <c>Markdown.Format($"**{text}**")</c> the literal is trusted and
/// the hole is escaped, once.
/// </summary>
internal readonly partial record struct Markdown
{
    /// <summary>A longer address is shown, but not linked: a link cannot be cut.</summary>
    private const int LongestLink = 1000;

    private readonly string? _text;

    private Markdown(string text) => _text = text;

    public static Markdown Empty => default;

    public bool IsEmpty => string.IsNullOrWhiteSpace(_text);

    public int Length => _text?.Length ?? 0;

    /// <summary>The literal parts as they are; every hole escaped, unless it is <see cref="Markdown"/> itself.</summary>
    public static Markdown Format(ref MarkdownFormat format) => new(format.Take());

    /// <summary>Markup written in our own source.</summary>
    public static Markdown Literal([ConstantExpected] string text) => new(text);

    /// <summary>One after the other, with something between them; empty ones are left out.</summary>
    public static Markdown Join([ConstantExpected] string separator, IEnumerable<Markdown> parts) =>
        new(string.Join(separator, parts.Where(part => !part.IsEmpty).Select(part => part._text)));

    /// <summary>What somebody typed, escaped; web addresses in it are linked, without the preview Discord would add.</summary>
    public static Markdown Typed(string? text)
    {
        var escaped = new StringBuilder();
        AppendTyped(escaped, TypedText.Storable(text ?? ""), isLineStart: true);
        return new Markdown(escaped.ToString());
    }

    /// <summary>A sentence of ours, in which code stands between backticks and what was typed anywhere.</summary>
    public static Markdown Said(string text)
    {
        var (said, done) = (new StringBuilder(), 0);
        text = TypedText.Storable(text);
        foreach (var span in CodeSpans().EnumerateMatches(text))
        {
            AppendTyped(said, text[done..span.Index], isLineStart: done == 0);
            said.Append(text.AsSpan(span.Index, span.Length));
            done = span.Index + span.Length;
        }

        AppendTyped(said, text[done..], isLineStart: done == 0);
        return new Markdown(said.ToString());
    }

    /// <summary>The beginning of what somebody typed, on one line.</summary>
    public static Markdown Excerpt(string text, int length)
    {
        // What is shown depends on no more than this, however much is recorded.
        var line = TypedText.Head(text, length + LongestLink + 2).ReplaceLineEndings(" ");
        var cut = Typed(line).Cut(length);
        return cut.Length > 1 || line.Length == 0 ? cut : new Markdown(MarkdownEscape.All(TypedText.Storable(line))).Cut(length);
    }

    /// <summary>Text to be copied, in as many blocks of code as it takes.</summary>
    /// <param name="longest">How long each may be, fences included.</param>
    public static IEnumerable<Markdown> Code(string text, int longest)
    {
        const string Fence = "```";

        // A fence inside would end the block: a zero-width space keeps its backticks apart.
        var code = TypedText.Storable(text).Replace(Fence, "``\u200B`", StringComparison.Ordinal);
        return Cutting.Pieces(code, longest - (2 * Fence.Length) - 2, isMarkup: false)
            .Select(piece => new Markdown($"{Fence}\n{piece.TrimEnd('\n')}\n{Fence}"));
    }

    /// <summary>An instant in the zone and the language of whoever reads it.</summary>
    /// <param name="style">Discord's: <c>t</c> clock, <c>f</c> date and clock, <c>R</c> how long ago, which goes on by itself.</param>
    public static Markdown Time(Instant at, [ConstantExpected] char style) =>
        new(string.Create(CultureInfo.InvariantCulture, $"<t:{at.ToUnixTimeSeconds()}:{style}>"));

    /// <param name="address">One of ours.</param>
    public static Markdown Link(string address, string label) => new($"[{MarkdownEscape.All(label)}](<{address}>)");

    /// <summary>The same if it is short enough, else its beginning and an ellipsis.</summary>
    public Markdown Cut(int length) => Length <= length ? this : new(_text![..Cutting.End(_text!, 0, length - 1)].TrimEnd() + "…");

    /// <summary>All of it in pieces of at most so many characters, each of them whole markup.</summary>
    public IEnumerable<Markdown> Pieces(int length)
    {
        var isLineStart = true;
        foreach (var piece in Cutting.Pieces(_text ?? "", length - 1))
        {
            yield return new Markdown(isLineStart ? piece : MarkdownEscape.Continued(piece));
            isLineStart = piece[^1] == '\n';
        }
    }

    public override string ToString() => _text ?? "";

    private static void AppendTyped(StringBuilder escaped, string typed, bool isLineStart)
    {
        var done = 0;
        foreach (var match in WebAddresses().EnumerateMatches(typed))
        {
            if (match.Length <= LongestLink)
            {
                MarkdownEscape.Append(escaped, typed.AsSpan(done, match.Index - done), isLineStart && done == 0);
                escaped.Append('<').Append(typed.AsSpan(match.Index, match.Length)).Append('>');
                done = match.Index + match.Length;
            }
        }

        MarkdownEscape.Append(escaped, typed.AsSpan(done), isLineStart && done == 0);
    }

    [GeneratedRegex(@"https?://[^\s<>|""`\\\p{C}]*[^\s<>|""`\\*\p{C}.,;:!?'()\[\]{}_~]", RegexOptions.IgnoreCase)]
    private static partial Regex WebAddresses();

    /// <summary>Code on one line; Discord ends it where we do only if no further backtick touches it.</summary>
    [GeneratedRegex(@"(?<![`\\])`[^`\n]+`(?!`)")]
    private static partial Regex CodeSpans();
}
