using IncidentBot.Core.Drafts;
using IncidentBot.Core.Drafts.Content;
using IncidentBot.Core.Drafts.Layouts;

namespace IncidentBot.Tests.Drafts;

public sealed class LayoutLibraryTests
{
    private static string Render(string template, string name = "mine.txt.hbs", TimeProvider? time = null)
    {
        var library = LayoutLibrary.Load([new LayoutFile(name, template)]);
        Assert.Empty(library.Problems);
        return new DraftCompiler(library, time ?? TimeProvider.System).Compile(Stories.Tell("groups"), "mine", DraftFormat.Text, withRoute: false).Content;
    }

    private static IReadOnlyList<string> Problems(string template) =>
        LayoutLibrary.Load([new LayoutFile("mine.md.hbs", template)]).Problems;

    [Fact]
    public void Built_in_layouts_are_the_five_of_the_seeds()
    {
        var library = LayoutLibrary.Load([]);

        Assert.Equal(["bold-markdown", "bulleted-markdown", "indented-outline", "narrative-plain", "plain-label"], library.Names);
        Assert.Equal("plain-label", library.DefaultLayout);
    }

    [Fact]
    public void Own_file_beats_the_built_in_one_of_its_name()
    {
        var library = LayoutLibrary.Load([new LayoutFile("Plain-Label.md.hbs", "Ours: {{title}}")]);
        var draft = new DraftCompiler(library, TimeProvider.System).Compile(Stories.Tell("one-day"), null, DraftFormat.Text, withRoute: false);

        Assert.Equal("Ours: Postmortem: Search returned nothing\n", draft.Content);
        Assert.Equal(("inc-1.md", "text/markdown; charset=utf-8"), (draft.FileName, draft.ContentType));
        Assert.Equal(5, library.Names.Count);
    }

    [Theory]
    [InlineData("{{title}}\n\n{{titel}}", "mine.md.hbs, line 3: titel is no field; did you mean title?")]
    [InlineData("{{#each timeline.entries}}\n{{wen24}}\n{{/each}}", "mine.md.hbs, line 2: wen24 is no field; did you mean when24?")]
    [InlineData("{{#each impacts}}\n{{title}}{{/each}}", "mine.md.hbs, line 2: title is no field; did you mean ../title?")]
    [InlineData("{{duration.begin.date}}", "mine.md.hbs, line 1: duration.begin.date is no field")]
    [InlineData("{{title.Length}}", "mine.md.hbs, line 1: title.Length is no field")]
    [InlineData("{{rootCause.Count}}", "mine.md.hbs, line 1: rootCause.Count is no field")]
    [InlineData("{{#each rootCause}}{{this.Length}}{{/each}}", "mine.md.hbs, line 1: this.Length is no field")]
    [InlineData("{{#if brief}}\nx", "mine.md.hbs, line 1: {{#if}} is never closed")]
    [InlineData("a\n{{/if}}", "mine.md.hbs, line 2: {{/if}} closes nothing")]
    [InlineData("{{#if brief}}\n{{#each impacts}}\n{{/if}}{{/each}}", "mine.md.hbs, line 3: {{/if}} stands where {{#each}} of line 2 has to be closed")]
    [InlineData("{{> header}}", "mine.md.hbs, line 1: {{> header}}: partials, decorators and raw blocks are not supported")]
    [InlineData("{{#> header}}{{/header}}", "mine.md.hbs, line 1: {{#> header}}: partials, decorators and raw blocks are not supported")]
    [InlineData("\n{{#*inline \"x\"}}a{{/inline}}", "mine.md.hbs, line 2: {{#*inline \"x\"}}: partials, decorators and raw blocks are not supported")]
    [InlineData("{{* deco}}", "mine.md.hbs, line 1: {{* deco}}: partials, decorators and raw blocks are not supported")]
    [InlineData("{{lookup title 1}}", "mine.md.hbs, line 1: lookup is no helper; there are indent and tight")]
    [InlineData("{{#foreach impacts}}{{/foreach}}", "mine.md.hbs, line 1: {{#foreach}} is not known; there are #each, #with, #if and #unless")]
    [InlineData("{{#each title}}{{/each}}", "mine.md.hbs, line 1: title is no list")]
    [InlineData("{{#with title}}{{/with}}", "mine.md.hbs, line 1: title has no fields")]
    [InlineData("{{impacts}}", "mine.md.hbs, line 1: impacts cannot be printed: it is a list, for #each")]
    [InlineData("{{@index}}", "mine.md.hbs, line 1: @index has a meaning only inside {{#each}}")]
    [InlineData("{{../title}}", "mine.md.hbs, line 1: ../title goes further out than the blocks are nested")]
    [InlineData("{{indent title}}", "mine.md.hbs, line 1: indent takes the blanks in quotes, then a field")]
    [InlineData("{{indent (lookup . 1) title}}", "mine.md.hbs, line 1: {{indent (lookup . 1) title}}: brackets, pipes and open quotes are not supported")]
    [InlineData("x\n{{else}}", "mine.md.hbs, line 2: {{else}} stands outside of a block")]
    [InlineData("x\n{{title", "mine.md.hbs, line 2: a tag is opened and never closed")]
    [InlineData("{{}}", "mine.md.hbs, line 1: a tag is empty")]
    public void A_mistake_is_told_with_file_line_and_what_was_meant(string template, string problem) =>
        Assert.StartsWith(problem, Assert.Single(Problems(template)), StringComparison.Ordinal);

    [Fact]
    public void A_broken_file_is_left_out_and_the_others_go_on()
    {
        var library = LayoutLibrary.Load([
            new LayoutFile("plain-label.txt.hbs", "{{nope}}"), new LayoutFile("good.txt.hbs", "{{title}}"),
            new LayoutFile("good.md.hbs", "{{title}}"), new LayoutFile("../evil.txt.hbs", "x"), new LayoutFile("notes.hbs", "x"),
        ]);

        Assert.Equal(4, library.Problems.Count);
        Assert.Contains("good", library.Names);
        var draft = new DraftCompiler(library, TimeProvider.System).Compile(Stories.Tell("one-day"), "plain-label", DraftFormat.Text, withRoute: false);
        GoldenFile.Matches("one-day.plain-label.txt", draft.Content);
    }

    [Fact]
    public void Unknown_layouts_are_refused_with_the_names()
    {
        var compiler = new DraftCompiler(LayoutLibrary.Load([]), TimeProvider.System);

        var refused = Assert.Throws<LayoutException>(() => compiler.Compile(Stories.Tell("one-day"), "fancy", DraftFormat.Html, withRoute: false));
        Assert.Contains("fancy", refused.Message, StringComparison.Ordinal);
        Assert.Contains("bold-markdown, bulleted-markdown", refused.Message, StringComparison.Ordinal);
        Assert.Throws<LayoutException>(() => LayoutLibrary.Load([], "fancy"));
    }

    [Fact]
    public void Scopes_reach_outward_and_into_loops()
    {
        var text = Render("""
            {{#each tasks.groups}}
            {{@index}} {{group}}: {{#each texts}}{{this}}{{#if @last}}.{{else}} {{/if}}{{/each}} {{../id}} {{@root.id}}
            {{/each}}
            {{#with duration.start}}{{date}} {{../id}}{{/with}}
            {{#if severity}}S{{else if brief}}B{{else}}N{{/if}} {{! comment }}{{!-- {{nope}} --}}\{{kept}}
            """);

        Assert.Equal("""
            0 Monitoring: Watch the spam counter. Alert on spam share.. INC-1 INC-1
            1 Rules: Review the rules.. INC-1 INC-1
            November 12, 2023 INC-1
            B {{kept}}

            """, text);
    }

    [Fact]
    public void Typed_braces_are_text()
    {
        var library = LayoutLibrary.Load([new LayoutFile("mine.txt.hbs", "{{#each conclusion}}{{indent \"  \" this}}{{/each}}")]);
        var incident = Some.Incident().Conclusion("{{title}} {{{id}}}\n{{#each impacts}}").Build();

        Assert.Equal("{{title}} {{{id}}}\n  {{#each impacts}}\n",
            new DraftCompiler(library, TimeProvider.System).Compile(incident, "mine", DraftFormat.Text, withRoute: false).Content);
    }

    [Fact]
    public void Nested_loops_that_print_nothing_are_stopped()
    {
        var library = LayoutLibrary.Load([new LayoutFile("mine.txt.hbs", Nested("timeline.entries", 8, ""))]);
        var compiler = new DraftCompiler(library, new HurriedTime());

        var refused = Assert.Throws<LayoutException>(() => compiler.Compile(Stories.Lengthy(200), "mine", DraftFormat.Text, withRoute: false));
        Assert.Contains("mine takes more than 10 seconds", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Drafts_that_grow_without_end_are_stopped()
    {
        var library = LayoutLibrary.Load([new LayoutFile("mine.txt.hbs", Nested("timeline.entries", 4, new string('x', 10_000)))]);

        var refused = Assert.Throws<LayoutException>(() =>
            new DraftCompiler(library, new StoppedTime()).Compile(Stories.Lengthy(200), "mine", DraftFormat.Text, withRoute: false));
        Assert.Contains("mine makes a draft of more than 64 MB", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_and_long_files_are_refused_at_load()
    {
        Assert.Contains("nested more than 20 deep", Problems(string.Concat(Enumerable.Repeat("{{#if id}}", 10_000)))[0], StringComparison.Ordinal);
        Assert.Contains("larger than 256 KB", Assert.Single(Problems(new string('x', 300_000))), StringComparison.Ordinal);
        Assert.Contains("more than 5000 tags", Assert.Single(Problems(string.Concat(Enumerable.Repeat("{{id}}", 6_000)))), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_documented_field_is_filled_and_every_filled_field_is_documented()
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var attached = new[] { "", "Issue Summary", "Timeline", "Root Cause", "Measures", "Conclusion", "Overview", "Extra" }
            .Aggregate(Some.Incident().Section("Overview", "a").Section("Extra", "b"), (s, place) => s.Attach("https://example.org", "c", place))
            .Build();
        foreach (var incident in Stories.Names.Select(Stories.Tell).Append(attached))
        {
            Walk(DraftContent.Of(incident, TextForm.Plain, new RenderBudget("x", TimeProvider.System)), "", found);
        }

        Assert.Equal(DraftFields.All.Select(f => f.Path).Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public void Layouts_render_the_same_on_many_threads()
    {
        var compiler = new DraftCompiler(LayoutLibrary.Load([]), TimeProvider.System);
        var incidents = Stories.Names.Select(Stories.Tell).ToArray();
        var alone = incidents.Select(i => compiler.Compile(i, null, DraftFormat.Text, withRoute: true).Content).ToArray();

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, n =>
            Assert.Equal(alone[n % alone.Length], compiler.Compile(incidents[n % alone.Length], null, DraftFormat.Text, withRoute: true).Content));
    }

    private static void Walk(Fields fields, string prefix, SortedSet<string> found)
    {
        foreach (var (name, value) in fields)
        {
            var isList = value is IEnumerable<object?>;
            found.Add(prefix + name + (isList ? "[]" : ""));
            var inner = value switch { Fields one => [one], IEnumerable<object?> many => many.OfType<Fields>(), _ => [] };
            foreach (var item in inner)
            {
                Walk(item, $"{prefix}{name}{(isList ? "[]" : "")}.", found);
            }

            Assert.True(value is null or string or bool or Fields or IEnumerable<object?>, $"{name} is a {value?.GetType().Name}");
        }
    }

    private static string Nested(string list, int depth, string inside) =>
        string.Concat(Enumerable.Range(0, depth).Select(d => $"{{{{#each @root.{list}}}}}")) + inside
        + string.Concat(Enumerable.Repeat("{{/each}}", depth));

    /// <summary>A millisecond passes whenever somebody looks.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        private long _milliseconds;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => _milliseconds++;
    }

    private sealed class StoppedTime : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
