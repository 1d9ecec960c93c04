using IncidentBot.Core.Drafts;

namespace IncidentBot.Tests.Drafts;

public sealed class GoldenDraftTests
{
    private static readonly DraftCompiler Compiler = new(LayoutLibrary.Load([]), TimeProvider.System);

    public static TheoryData<string, string> TextCases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var story in Stories.Names)
        {
            foreach (var layout in Compiler.Layouts.Names)
            {
                cases.Add(story, layout);
            }
        }

        return cases;
    }

    public static TheoryData<string, string> OtherCases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var story in new[] { "one-day", "three-days", "hostile", "hurried" })
        {
            foreach (var format in new[] { "html", "json", "csv" })
            {
                cases.Add(story, format);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(TextCases))]
    public void Draft_is_the_golden_file(string story, string layout)
    {
        var draft = Compiler.Compile(Stories.Tell(story), layout, DraftFormat.Text, withRoute: false);

        GoldenFile.Matches($"{story}.{layout}{Path.GetExtension(draft.FileName)}", draft.Content);
    }

    [Theory]
    [MemberData(nameof(OtherCases))]
    public void Other_formats_are_the_golden_file(string story, string format)
    {
        Assert.True(DraftFormats.TryParse(format, out var parsed));
        var draft = Compiler.Compile(Stories.Tell(story), null, parsed, withRoute: true);

        Assert.Equal("inc-1." + format, draft.FileName);
        GoldenFile.Matches($"{story}.{format}", draft.Content);
    }

    [Theory]
    [InlineData("one-day", "bold-markdown")]
    [InlineData("one-day", "plain-label")]
    [InlineData("hostile", "bulleted-markdown")]
    [InlineData("hostile", "indented-outline")]
    [InlineData("long", "bold-markdown")]
    public void Route_is_the_golden_file(string story, string layout)
    {
        var without = Compiler.Compile(Stories.Tell(story), layout, DraftFormat.Text, withRoute: false);
        var with = Compiler.Compile(Stories.Tell(story), layout, DraftFormat.Text, withRoute: true);

        Assert.StartsWith(without.Content, with.Content, StringComparison.Ordinal);
        GoldenFile.Matches($"{story}.{layout}.route.txt", with.Content[without.Content.Length..]);
    }
}
