using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Drafts.Pages;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;

namespace IncidentBot.Tests.Drafts;

public sealed class DraftPageTests
{
    private static readonly string[] LoadingElements =
        ["script", "img", "iframe", "object", "embed", "link", "video", "audio", "source", "base", "form", "input", "button", "use", "image", "foreignObject", "math", "template"];

    private static readonly string[] Vectors =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "'><b>", "</title><script>", "</style><script>",
        "--><script>", "<![CDATA[<script>]]>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))", "[x](data:text/html,<script>)",
        "[x](vbscript:x)", "![x](https://example.org/beacon.png)", "<javascript:alert(1)>", "[x](https://example.org/\"onmouseover=\"alert(1))", "<https://example.org/'onclick='x>",
        "[a]: javascript:alert(1)\n[a]", "`<script>`", "**<b>**", "&lt;script&gt;", "&#60;script&#62;", "https://example.org/<script>", "ftp://example.org www.example.org",
        "\u202Eevil\u202C", "\0\u0001\u001b[31m", "\ud800 lone", "]]>", "{{title}}", "[[[[[[[[[[[[[[", "****____****", "mailto:<script>", "[x](  javascript:alert(1) \"t\")", "[x](<javascript:alert(1)>)",
    ];

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static string Page(Incident incident) =>
        new DraftCompiler(LayoutLibrary.Load([]), TimeProvider.System).Compile(incident, null, DraftFormat.Html, withRoute: true).Content;

    private static Incident With(string text) => Some.Incident(text)
        .By(new Person("U", text)).Detected("09:00", text).DeadEnd("09:10-09:30", text).DeadEnd("09:40", text)
        .Identified("10:00", text).Resolved("10:10", text).Impact(text, text).Brief(text).RootCause(text).Improve(text, text)
        .Task(text, text).Conclusion(text).Section(text, text).Attach(text, text, "Timeline").Attach("https://example.org", text)
        .Set(Setting.Severity, text).Build();

    [Fact]
    public void Nothing_typed_becomes_active()
    {
        foreach (var vector in Vectors.Concat(Vectors.Select(v => "a " + v + " `b` **c**\n" + v)))
        {
            var page = Parse(Page(With(vector)));

            Assert.Empty(LoadingElements.SelectMany(page.GetElementsByTagName));
            var elements = page.All.ToList();
            Assert.DoesNotContain(elements.SelectMany(e => e.Attributes), a =>
                a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name is "style" or "src" or "srcset" or "xlink:href" or "action" or "background");
            Assert.All(elements.Select(e => e.GetAttribute("href")).OfType<string>(), href =>
                Assert.Matches("^(https?://|mailto:)", href));
            Assert.Single(page.GetElementsByTagName("style"));
            Assert.Single(page.GetElementsByTagName("h1"));
        }
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a & b < c > d \" e ' f ` g")]
    [InlineData("&amp; &lt; stay as typed")]
    [InlineData("עברית and 👩‍👩‍👧 and é")]
    public void Text_comes_back_as_it_was_typed(string text)
    {
        var page = Parse(Page(Some.Incident("t").Detected("09:00", text).Impact(text, text).Build()));

        Assert.Equal(text, page.QuerySelector("tr.detected td.what")!.TextContent);
        Assert.Equal($"{text}: {text}", page.QuerySelector(".summary li")!.TextContent);
    }

    [Fact]
    public void Marks_and_links_are_kept()
    {
        var page = Parse(Page(Some.Incident("t").Detected("09:00", "a `code` **bold** *soft* [link](https://example.org/a) https://example.org/b").Build()));
        var what = page.QuerySelector("tr.detected td.what")!;

        Assert.Equal("code", what.QuerySelector("code")!.TextContent);
        Assert.Equal("bold", what.QuerySelector("strong")!.TextContent);
        Assert.Equal("soft", what.QuerySelector("em")!.TextContent);
        Assert.Equal(["https://example.org/a", "https://example.org/b"], what.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void What_acts_unseen_is_shown()
    {
        var what = Parse(Page(Some.Incident("t").Detected("09:00", "a\u202Eb\u2066c\u0007d").Build())).QuerySelector("tr.detected td.what bdi")!;

        Assert.Equal("a[RLO]b[LRI]c␇d", what.TextContent);
    }

    [Fact]
    public void The_policy_names_the_one_style_sheet_of_the_page()
    {
        var page = Parse(Page(Stories.Tell("one-day")));
        var style = page.QuerySelector("style")!.TextContent;
        var hash = "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));

        Assert.Equal(DraftStyles.Hash, hash);
        Assert.Contains($"style-src '{hash}'", page.QuerySelector("meta[http-equiv]")!.GetAttribute("content")!, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
    }

    [Fact]
    public void Dead_ends_with_a_range_are_spans_and_those_without_are_marks()
    {
        var picture = Parse(TimelineSvg.Render(Stories.Tell("one-day")).ToString());

        var lane = picture.QuerySelector(".ib-lane-dead-end")!;
        Assert.Single(lane.QuerySelectorAll(".ib-span rect"));
        Assert.Single(lane.QuerySelectorAll(".ib-mark"));
        Assert.Equal("09:20 UTC Dead end: Suspected the index replica and rebuilt it; results stayed empty. (09:20 - 10:05, 45 min)",
            lane.QuerySelector(".ib-span title")!.TextContent);
    }

    [Fact]
    public void Late_entries_say_so()
    {
        var page = Parse(Page(Some.Incident("t").Detected("09:00", "prompt").RecordedLater(45).Note("09:10-09:30", "late").Build()));

        Assert.Null(page.QuerySelector("tr.detected .late"));
        Assert.Equal("recorded 45 min later", page.QuerySelector("tr.note .late")!.TextContent);
    }

    [Fact]
    public void Withdrawn_entries_are_nowhere_and_redacted_ones_say_so()
    {
        var page = Page(Stories.Tell("groups"));

        Assert.DoesNotContain("must not be printed", page, StringComparison.Ordinal);
        Assert.DoesNotContain("12345", page, StringComparison.Ordinal);
        Assert.Contains("(redacted)", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2_000)]
    public void Pictures_stay_small_whatever_the_length(int moments)
    {
        var incident = moments == 1 ? Stories.Tell("only-detected") : Stories.Lengthy(moments);

        Assert.InRange(TimelineSvg.Render(incident).ToString().Length, 500, 300_000);
        Assert.InRange(RouteSvg.Render(incident).ToString().Length, 300, 100_000);
    }

    [Fact]
    public void An_incident_without_moments_has_no_pictures()
    {
        var empty = Some.Incident().Build();

        Assert.True(TimelineSvg.Render(empty).IsEmpty);
        Assert.True(RouteSvg.Render(empty).IsEmpty);
        Assert.Contains("(not recorded yet)", Page(empty), StringComparison.Ordinal);
    }

    [Fact]
    public void Holes_are_encoded_and_html_in_them_is_not()
    {
        var bold = Html.Format($"<b>{"<&>"}</b>");

        Assert.Equal("<b>&lt;&amp;&gt;</b>", bold.ToString());
        Assert.Equal("<i><b>&lt;&amp;&gt;</b> 1 2.5</i>", Html.Format($"<i>{bold} {1} {2.5}</i>").ToString());
        Assert.Equal("a, b", Html.Join(Html.Literal(", "), new[] { "a", "b" }.Select(t => Html.Format($"{t}"))).ToString());
    }
}
