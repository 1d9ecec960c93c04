using System.Buffers;
using IncidentBot.Core.Drafts.Content;
using Markdig;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace IncidentBot.Core.Markup;

/// <summary>
/// What responders type, as markup: paragraphs with code, bold, emphasis and links. No raw tags, no blocks, no remote
/// pictures; the markup is made by us from the parsed text, never by the parser.
/// </summary>
public static class RichText
{
    private const int Deepest = 60;

    private static readonly SearchValues<char> Marks = SearchValues.Create("\\`*_[<\n");
    private static readonly MarkdownPipeline Pipeline = Inlines();

    /// <summary>One or more paragraphs.</summary>
    public static Html Paragraphs(string text) =>
        Html.Join(Blocks(text).Select(b => Html.Format($"<p><bdi>{b}</bdi></p>")));

    /// <summary>The same without paragraphs around it, for cells and list items.</summary>
    public static Html Inline(string text) =>
        Html.Format($"<bdi>{Html.Join(Html.Literal("<br>"), Blocks(text))}</bdi>");

    private static IEnumerable<Html> Blocks(string text)
    {
        var typed = TextForm.Plain.Text(text);
        if (!typed.AsSpan().ContainsAny(Marks) && !typed.Contains("://", StringComparison.Ordinal))
        {
            return [Html.Format($"{typed}")];
        }

        try
        {
            var document = Markdown.Parse(MarkdownBlocks.WithoutDefinitions(typed), Pipeline);
            return [.. document.OfType<LeafBlock>().Select(b => Render(b.Inline, 0))];
        }
        catch (ArgumentException)
        {
            // Nested too deeply, for the parser or for us; as text it is still all there.
            return [Html.Format($"{typed}")];
        }
    }

    private static Html Render(ContainerInline? inlines, int depth) => depth > Deepest
        ? throw new ArgumentException("Marks are nested too deeply.")
        : Html.Join((inlines ?? Enumerable.Empty<Inline>()).Select(i => Render(i, depth + 1)));

    private static Html Render(Inline inline, int depth) => inline switch
    {
        LiteralInline literal => Html.Format($"{literal.Content.ToString()}"),
        CodeInline code => Html.Format($"<code>{code.Content}</code>"),
        LineBreakInline => Html.Literal("<br>\n"),
        AutolinkInline link => Links.To(link.IsEmail ? "mailto:" + link.Url : link.Url, Html.Format($"{link.Url}")),
        LinkInline link => Link(link, depth),
        EmphasisInline { DelimiterCount: 2 } strong => Html.Format($"<strong>{Render((ContainerInline)strong, depth)}</strong>"),
        EmphasisInline emphasis => Html.Format($"<em>{Render((ContainerInline)emphasis, depth)}</em>"),
        DelimiterInline delimiter => Html.Format($"{delimiter.ToLiteral()}{Render((ContainerInline)delimiter, depth)}"),
        ContainerInline container => Render(container, depth),
        _ => Html.Empty,
    };

    /// <summary>A link that may not be one is shown whole, so that nobody misses where it would have led.</summary>
    private static Html Link(LinkInline link, int depth)
    {
        var text = Render((ContainerInline)link, depth);
        text = text.IsEmpty ? Html.Format($"{link.Url}") : text;
        return Links.IsSafe(link.Url) ? Links.To(link.Url, text) : Html.Format($"{text} ({link.Url})");
    }

    private static MarkdownPipeline Inlines()
    {
        var builder = new MarkdownPipelineBuilder().UseAutoLinks().DisableHtml();
        builder.BlockParsers.Clear();
        builder.BlockParsers.Add(new ParagraphBlockParser { ParseSetextHeadings = false });
        builder.InlineParsers.TryRemove<HtmlEntityParser>();
        return builder.Build();
    }
}
