using IncidentBot.Discord.Speech;

namespace IncidentBot.Tests.Discord.Speech;

public sealed class MarkdownReaderTests
{
    private static readonly Dictionary<string, string> Names = new() { ["11"] = "Ana López", ["22"] = "@oncall", ["33"] = "checkout" };

    [Theory]
    [InlineData("paged <@11>", "paged @Ana López")]
    [InlineData("paged <@!11>", "paged @Ana López")]
    [InlineData("<@&22> by 2026-12-01", "@oncall by 2026-12-01")]
    [InlineData("<@99> <@&99> <#99>", "@someone @a-role #a-channel")]
    [InlineData("see <#33>", "see #checkout")]
    [InlineData("<:party:44> <a:blob_dance:45>", ":party: :blob_dance:")]
    [InlineData("<t:1772701200>", "2026-03-05T09:00:00Z")]
    [InlineData("<t:1772701200:R>", "2026-03-05T09:00:00Z")]
    [InlineData("<t:99999999999999:R>", "<t:99999999999999:R>")]
    [InlineData("</incident note:123>", "/incident note")]
    [InlineData("<https://example.org/a?b=1&c=2>", "https://example.org/a?b=1&c=2")]
    [InlineData("[the graph](https://example.org/g)", "the graph (https://example.org/g)")]
    [InlineData("[the graph](<https://example.org/g> \"hint\")", "the graph (https://example.org/g)")]
    [InlineData("[x](not a link)", "[x](not a link)")]
    [InlineData(@"5 \* 3 \<@11\> \\", @"5 * 3 <@11> \")]
    [InlineData(@"C:\temp", @"C:\temp")]
    [InlineData("`<@11> \\*` <@11>", "`<@11> \\*` @Ana López")]
    [InlineData("```\n<@11>\n``` \\*", "```\n<@11>\n``` *")]
    [InlineData("`` a ` b `` <@11>", "`` a ` b `` @Ana López")]
    [InlineData("` <@11>", "` @Ana López")]
    [InlineData("**bold** :fire: ||x||", "**bold** :fire: ||x||")]
    [InlineData("<b> 1 < 2 <> < <@x> <#> <::>", "<b> 1 < 2 <> < <@x> <#> <::>")]
    [InlineData("<<@11>>", "<@Ana López>")]
    public void What_Discord_sends_is_read_as_it_was_meant(string sent, string typed) =>
        Assert.Equal(typed, MarkdownReader.Read(sent, Names.GetValueOrDefault));

    [Theory]
    [InlineData(@"C:\*.log <@11>", @"C:\*.log @Ana López")]
    [InlineData(@"\\server\share", @"\\server\share")]
    public void What_was_typed_into_an_option_has_tokens_but_no_escapes(string sent, string typed) =>
        Assert.Equal(typed, MarkdownReader.ReadTyped(sent, Names.GetValueOrDefault));

    [Fact]
    public void The_ids_to_look_up_are_known_beforehand() =>
        Assert.Equal(["11", "33", "22"], MarkdownReader.Ids("<@11> <#33> <@&22> <@!11> `<@44>` <https://x.y>"));

    [Theory]
    [InlineData("<")]
    [InlineData("<@1")]
    [InlineData("[")]
    [InlineData("[a](")]
    [InlineData("`")]
    [InlineData("` `` ")]
    public void A_megabyte_of_openings_is_read_at_once(string opening)
    {
        var sent = string.Concat(Enumerable.Repeat(opening, 1_000_000 / opening.Length));

        Assert.Equal(sent, MarkdownReader.Read(sent, _ => null));
    }
}
