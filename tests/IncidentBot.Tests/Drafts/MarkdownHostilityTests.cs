using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Drafts.Content;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace IncidentBot.Tests.Drafts;

public sealed class MarkdownHostilityTests
{
    private static readonly string[] Pieces =
    [
        "`", "``", "```", "~~~", "\n", "\n\n", "\r\n", " ", "    ", "\t", "#", "## ", "-", "- ", "---", "+ ", "* ", "***", "_", "=", "===",
        "1. ", "2) ", ">", "> ", "|", "a | b", "--- | ---", "|---|", ":--", ":", ": ", ":::", "$$", "^^^", "[", "]", "(", ")", "](", "]:", "[a]", "[a]: ",
        "![", "<", ">", "<b>", "</div>", "<div", "<!--", "-->", "<?", "<![CDATA[", "<script>", "http://x.y", "<http://x.y>", "https://a.b/c(d)", "mailto:a@b.c",
        "javascript:alert(1)", "&#106;", "&lt;", "\\", "\\\\", "\"", "'", "word", "e", "{", "}", "{{title}}", "🙂", "\u202E", "\0", "\u000B", "\u000C", "\u00A0", "\u2028", "[^1]", "[^1]: ", "*[a]: ", "[ ] ", "end",
    ];

    private static readonly MarkdownPipeline GitHub =
        new MarkdownPipelineBuilder().UsePipeTables().UseGridTables().UseFootnotes().UseTaskLists().UseAutoLinks().Build();

    private static readonly MarkdownPipeline Common = new MarkdownPipelineBuilder().Build();

    private static readonly DraftCompiler Compiler = new(LayoutLibrary.Load([]), TimeProvider.System);

    private static Arbitrary<string> Nasty() =>
        Gen.Elements(Pieces).ListOf().Resize(14).Select(pieces => string.Concat(pieces)).ToArbitrary();

    [Theory]
    [InlineData("bold-markdown")]
    [InlineData("bulleted-markdown")]
    public void Typed_texts_make_no_blocks_of_their_own(string layout)
    {
        var tame = Shape(Draft("word", layout));
        Prop.ForAll(Nasty(), text => Same(tame, Shape(Draft("x" + text, layout)), text))
            .Check(Cases(1_500));
        Prop.ForAll(Nasty(), text => Same(tame, Shape(Draft(text + "x", layout)), text))
            .Check(Cases(1_500));
    }

    [Fact]
    public void A_typed_text_alone_is_paragraphs_without_tags_pictures_or_foreign_links()
    {
        Prop.ForAll(Nasty(), text =>
        {
            var markdown = TextForm.Markdown.Text(text);
            foreach (var pipeline in new[] { GitHub, Common })
            {
                var document = Markdown.Parse(markdown + " " + markdown, pipeline);
                Assert.All(document, block => Assert.True(block is ParagraphBlock or LinkReferenceDefinitionGroup { Count: 0 }, $"{block.GetType().Name} in: {markdown}"));
                Assert.Empty(document.Descendants<HtmlInline>());
                Assert.DoesNotContain(document.Descendants<LinkInline>(), l => l.IsImage || !HasSafeScheme(l.Url));
            }
        }).Check(Cases(20_000));
    }

    [Fact]
    public void No_text_stops_a_draft()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var story = Some.Incident(Make(random)).Detected("09:00", Make(random));
            for (var n = 0; n < 200; n++)
            {
                story.Note("09:01", Make(random));
            }

            var incident = story.Impact(Make(random), Make(random)).Build();
            Assert.EndsWith("\n", Compiler.Compile(incident, "bulleted-markdown", DraftFormat.Text, withRoute: true).Content, StringComparison.Ordinal);
            Assert.EndsWith("</html>\n", Compiler.Compile(incident, null, DraftFormat.Html, withRoute: true).Content, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a `code` and **bold** with [link](https://example.org/a?b=(c)) <https://example.org>")]
    [InlineData("50% < 60 and a > b, #123 fixed, 3.5 s, *emphasis*, snake_case_name")]
    [InlineData("-1 degrees, +2 and 10 replicas: 5:1")]
    public void Ordinary_texts_stay_as_typed(string text) => Assert.Equal(text, TextForm.Markdown.Text(text));

    [Fact]
    public void A_text_of_100_KB_takes_linear_time_and_stays_in_its_bullet()
    {
        var headings = Draft("word", "bulleted-markdown").Split('\n').Count(l => l.StartsWith('#'));
        foreach (var piece in new[] { "`", "``x` ", "](http://", "[", "\n[", "<", "<http://", "\\", "- \n", "![", "](", "[a](https://x \"" })
        {
            var text = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
            var draft = Draft(text + "x", "bulleted-markdown");
            Assert.Equal(headings, draft.Split('\n').Count(l => l.StartsWith('#')));
        }
    }

    /// <summary>The same cases in every run, so that a red build is about its change.</summary>
    private static Config Cases(int count) => Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(20_231_112, 1_501);

    private static string Make(Random random) =>
        string.Concat(Enumerable.Range(0, 1 + random.Next(10)).Select(_ => Pieces[random.Next(Pieces.Length)])) + "x";

    private static string Draft(string text, string layout) => Compiler.Compile(
        Some.Incident(text).Detected("09:00", text).Note("09:05", text).DeadEnd("09:10", text).Escalate("09:15", text)
            .Identified("09:20", text).Fix("09:25", text).Resolved("09:30", text)
            .Impact(text, text).Brief(text).RootCause(text).Resolution(text).Improve(text, text).Task(text, text).Task(text)
            .Conclusion(text).Section("Own " + text, text).Attach("https://example.org/x", text).Build(),
        layout, DraftFormat.Text, withRoute: true).Content;

    /// <summary>The blocks of a page, where several paragraphs count as one: a typed text may have blank lines.</summary>
    private static string Shape(string markdown)
    {
        var shape = string.Concat(Markdown.Parse(markdown, GitHub).Select(Shape));
        return System.Text.RegularExpressions.Regex.Replace(shape, "p+", "p");
    }

    private static string Shape(Block block) => block switch
    {
        HeadingBlock heading => new string('#', heading.Level),
        ParagraphBlock => "p",
        FencedCodeBlock { Info: "mermaid" } => "m",
        ListBlock list => (list.IsOrdered ? "1(" : "-(") + string.Concat(list.Select(Shape)) + ")",
        ListItemBlock item => "i(" + string.Concat(item.Select(Shape)) + ")",
        LinkReferenceDefinitionGroup { Count: 0 } => "",
        Table => "TABLE",
        _ => block.GetType().Name,
    };

    private static void Same(string tame, string found, string text) => Assert.True(tame == found, $"{text}\n{tame}\n{found}");

    private static bool HasSafeScheme(string? url) => url is not null && (url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase));
}
