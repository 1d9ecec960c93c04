using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Core.Text;
using IncidentBot.Discord.Speech;
using NodaTime;

namespace IncidentBot.Tests.Discord.Speech;

public sealed class MarkdownTests
{
    private static readonly string[] Pieces =
    [
        "@everyone", "@here", "<@11>", "<@!11>", "<@&22>", "<#33>", "<:party:44>", "<a:party:44>", "<t:1772701200:R>", "<t:1772701200>", "</note:55>", "<id:customize>",
        "<https://evil.example>", "[good](https://evil.example)", "[good](<https://evil.example>)", "https://example.org/a_b?c=1&d=*", "http://x.y|z", "HTTPS://X.Y/(z)", "https://",
        "*", "**", "_", "__", "~~", "~", "||", "|", "`", "``", "```", "```js\n", "\\", "\\*", "\\`", "# ", "## ", "-# ", "- ", "* ", "1. ", "10. ", "> ", ">>> ", "+ ", "\n", "\r\n", "\u2028",
        " ", "[", "]", "(", ")", "<", ">", "&", ":fire:", "text", "a@b.org", "👨‍👩‍👧", "e\u0301", "\u202E", "漢字", "\uD83D", "\0", "¯\\_(ツ)_/¯", "snake_case_name",
    ];

    private static Arbitrary<string> Typed() =>
        Gen.OneOf(Gen.Elements(Pieces), ArbMap.Default.GeneratorFor<char>().Select(c => c.ToString()))
            .ListOf().Select(string.Concat).ToArbitrary();

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("<@11> and <@&22> in <#33>", @"\<@11> and \<@&22> in \<#33>")]
    [InlineData("@everyone @here a@b.org", @"\@everyone \@here a@b.org")]
    [InlineData("<:party:44> <t:1772701200:R>", @"\<:party:44> \<t:1772701200:R>")]
    [InlineData("[good](https://evil.example)", @"\[good\](<https://evil.example>)")]
    [InlineData("see https://example.org/a_b?x=*y.", "see <https://example.org/a_b?x=*y>.")]
    [InlineData("**bold** _it_ ~~no~~ ||secret|| `code`", @"\*\*bold\*\* \_it\_ \~\~no\~\~ \|\|secret\|\| \`code\`")]
    [InlineData("# big\n- one\n1. two\n> said\n-# small", "\\# big\n\\- one\n1\\. two\n\\> said\n\\-# small")]
    [InlineData("5 - 3 > 1 # 2 + 10. x", "5 - 3 > 1 # 2 + 10. x")]
    [InlineData(@"C:\temp\*", @"C:\\temp\\\*")]
    public void What_was_typed_is_escaped_once(string typed, string sent) => Assert.Equal(sent, Markdown.Typed(typed).ToString());

    [Fact]
    public void What_was_typed_comes_back_the_same_and_names_nobody()
    {
        Prop.ForAll(Typed(), typed =>
        {
            var sent = Markdown.Typed(typed).ToString();
            Assert.Equal(TypedText.Storable(typed), MarkdownReader.Read(sent, Unknown));
            Assert.Empty(MarkdownReader.Ids(sent));
            Assert.Empty(DiscordReading.Marks(sent));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithEndSize(14));
    }

    [Theory]
    [InlineData("<@11>")]
    [InlineData("**b**")]
    [InlineData("# big")]
    [InlineData("- one")]
    [InlineData("1. one")]
    [InlineData("-# small")]
    [InlineData("> said")]
    [InlineData("||secret||")]
    [InlineData("~~no~~")]
    [InlineData("`code`")]
    [InlineData("[a](https://b.example)")]
    [InlineData("<t:1:R>")]
    [InlineData("@everyone")]
    public void The_check_of_marks_notices_what_is_not_escaped(string sent) => Assert.NotEmpty(DiscordReading.Marks(sent));

    [Fact]
    public void In_a_sentence_of_ours_code_stays_code_and_nothing_else_is_anything()
    {
        Prop.ForAll(Typed(), typed =>
        {
            var text = TypedText.Storable(typed);
            var sent = Markdown.Said($"Like this: `/note x`. You typed: {text}").ToString();
            Assert.StartsWith("Like this: `/note x`. You typed: ", sent, StringComparison.Ordinal);
            Assert.Empty(MarkdownReader.Ids(sent));
            Assert.Empty(DiscordReading.Marks(DiscordReading.WithoutCode(sent)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithEndSize(10));
    }

    [Fact]
    public void Holes_are_escaped_and_markup_is_not_escaped_again() => Assert.Equal(
        @"**a \* b** \<@11>", Markdown.Format($"{Markdown.Format($"**{"a * b"}**")} {"<@11>"}").ToString());

    [Fact]
    public void A_time_shows_in_the_zone_of_its_reader() =>
        Assert.Equal("<t:1772701200:f>", Markdown.Time(Instant.FromUtc(2026, 3, 5, 9, 0), 'f').ToString());

    [Fact]
    public void Code_is_fenced_and_what_is_in_it_ends_no_fence() =>
        Assert.Equal("```\na ``\u200B` b <@11>\n```", string.Concat(Markdown.Code("a ``` b <@11>", 100)));

    [Theory]
    [InlineData("short", "short")]
    [InlineData("one\ntwo", "one two")]
    [InlineData("a very long line of many words", "a very long…")]
    [InlineData("****************", @"\*\*\*\*\*\*\*…")]
    [InlineData("https://example.org/long", "https://exampl…")]
    public void An_excerpt_is_one_line_and_ends_where_nothing_breaks(string typed, string sent) =>
        Assert.Equal(sent, Markdown.Excerpt(typed, 15).ToString());

    [Fact]
    public void Pieces_are_all_of_the_text_each_short_enough_and_without_new_marks()
    {
        var any = from text in Typed().Generator.ListOf().Select(parts => string.Join(' ', parts))
                  from length in Gen.Choose(100, 160)
                  select (text, length);
        Prop.ForAll(any.ToArbitrary(), sample =>
        {
            var pieces = Markdown.Typed(sample.text).Pieces(sample.length).Select(piece => piece.ToString()).ToList();
            Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, sample.length));
            Assert.All(pieces, piece => Assert.Empty(DiscordReading.Marks(piece)));
            Assert.Equal(TypedText.Storable(sample.text), string.Concat(pieces.Select(piece => MarkdownReader.Read(piece, Unknown))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(20));
    }

    private static string? Unknown(string id) => null;
}
