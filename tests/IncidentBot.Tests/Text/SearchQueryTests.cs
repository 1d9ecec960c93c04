using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;

namespace IncidentBot.Tests.Text;

public sealed class SearchQueryTests
{
    [Theory]
    [InlineData("España se cayó", "espana CAYO", true)]
    [InlineData("e\u0301te\u0301", "ÉTÉ", true)]
    [InlineData("Straße gesperrt", "strasse", true)]
    [InlineData("STRASSE", "straße", true)]
    [InlineData("Łódź ırmak İzmir Ørsted", "lodz irmak izmir orsted", true)]
    [InlineData("ΣΊΣΥΦΟΣ", "σισυφος", true)]
    [InlineData("Ёлка упала", "елка", true)]
    [InlineData("ＤＢ ５００", "db 500", true)]
    [InlineData("ﬁle system", "file", true)]
    [InlineData("soft\u00ADware", "software", true)]
    [InlineData("決済サービスが落ちた", "サービス", true)]
    [InlineData("決済サービスが落ちた", "済サ", true)]
    [InlineData("決済サービスが落ちた", "落", true)]
    [InlineData("決済サービスが落ちた", "た", true)]
    [InlineData("決済サービスが落ちた", "決が", false)]
    [InlineData("서버가 죽었다", "버가", true)]
    [InlineData("𠮷野家", "𠮷野", true)]
    [InlineData("DBが落ちた", "db 落ち", true)]
    [InlineData("host db-prod-3 is down", "db-prod-3", true)]
    [InlineData("host db-prod-3 is down", "prod-3", true)]
    [InlineData("host db-prod-3 is down", "prod", true)]
    [InlineData("host db-prod-31 is down", "db-prod-3", true)]
    [InlineData("host db-prod-3 is down", "db-test-3", false)]
    [InlineData("db is up, prod 3 is down", "db-prod-3", false)]
    [InlineData("10.0.0.1 refused", "10.0.0.1", true)]
    [InlineData("10 of 0 or 0 and 1", "10.0.0.1", false)]
    [InlineData("I don't know, e-mail me", "dont email", true)]
    [InlineData("see https://example.org/a/b?c=d", "example.org/a", true)]
    [InlineData("error E1234", "1234", false)]
    [InlineData("checkout", "\"check*\"", true)]
    public void A_text_is_found_by_its_words(string text, string asked, bool found)
    {
        Assert.True(SearchQuery.TryRead(asked, out var query, out _));

        Assert.Equal(found, query.Matches(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("*")]
    [InlineData("\" - ' ( 😀 \uD83D \0")]
    [InlineData("a b c d e f g h i j k")]
    public void What_has_no_word_or_too_many_is_refused_with_the_reason(string asked)
    {
        Assert.False(SearchQuery.TryRead(asked, out var query, out var problem));

        Assert.Null(query);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_long_is_refused_before_it_is_read()
    {
        Assert.True(SearchQuery.TryRead(new string('a', 200), out _, out _));
        Assert.False(SearchQuery.TryRead(new string('a', 10_000), out _, out var problem));
        Assert.Contains("200", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_hold_nothing_that_a_database_could_take_for_grammar() => Prop.ForAll(
        Nasty.Text.ToArbitrary(), text =>
        {
            foreach (var word in SearchWords.Of(text))
            {
                Assert.DoesNotContain(word.Token, c => c < 0x80 ? !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) : char.IsWhiteSpace(c) || char.IsControl(c));
                Assert.InRange(word.Token.Length, 1, 40);
                Assert.InRange(word.Start, 0, word.End - 1);
                Assert.InRange(word.End, 1, text.Length);
            }

            Assert.DoesNotContain("  ", SearchWords.Join(text), StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void What_a_text_says_is_found_in_it() => Prop.ForAll(
        Nasty.Text.ToArbitrary(), text =>
        {
            Assert.True(!SearchQuery.TryRead(text, out var query, out _) || query.Matches($"before {text} after"));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [InlineData("the disk is full", "disk", "the disk is full")]
    [InlineData("first\nthe\tdisk\r\nlast", "disk", "first the disk last")]
    public void A_snippet_of_a_short_text_is_all_of_it_on_one_line(string text, string asked, string shown)
    {
        Assert.True(SearchQuery.TryRead(asked, out var query, out _));

        Assert.Equal(shown, Snippet.Of(text, query).ToString());
    }

    [Fact]
    public void A_snippet_of_a_long_text_is_cut_around_the_first_match()
    {
        Assert.True(SearchQuery.TryRead("españa", out var query, out _));

        var (before, match, after) = Snippet.Of($"{string.Concat(Enumerable.Repeat("😀", 100))} ESPANA {string.Concat(Enumerable.Repeat("👍", 5_000))}", query);

        Assert.Equal("ESPANA", match);
        Assert.StartsWith("…😀", before, StringComparison.Ordinal);
        Assert.EndsWith("👍…", after, StringComparison.Ordinal);
        Assert.InRange((before + match + after).Length, 50, 200);
    }
}
