using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Slack.Speech;

namespace IncidentBot.Tests.Slack.Speech;

public sealed class CuttingTests
{
    private static readonly string[] Pieces =
    [
        "&amp;", "&lt;", "&gt;", "<https://x.y/?a&amp;b>", "<!date^1^{time}|x>", "<#C123>", "a", "word ", "line\n", "👨‍👩‍👧", "🇪🇸", "e\u0301\u0301", "\u0301",
        "\u0600", "한", "漢", "\r\n", " ", "\u200D", "🏽",
    ];

    private static Arbitrary<(string Text, int Length)> Texts() => (
        from text in Gen.Elements(Pieces).ListOf().Select(string.Concat)
        from length in Gen.Choose(100, 160)
        select (text, length)).ToArbitrary();

    [Fact]
    public void Pieces_are_all_of_the_text_each_short_enough_and_whole()
    {
        Prop.ForAll(Texts(), sample =>
        {
            var (text, length) = sample;
            var pieces = Cutting.Pieces(text, length).ToList();

            Assert.Equal(text, string.Concat(pieces));
            Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, length));
            Assert.All(pieces, piece => Assert.Empty(SlackLimits.OfMessage(new() { ["text"] = piece, ["blocks"] = new System.Text.Json.Nodes.JsonArray() })));
            Assert.All(Seams(pieces), seam => Assert.Contains(seam, Boundaries(text)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(80));
    }

    [Theory]
    [InlineData("one line\nanother line", 14, "one line\n")]
    [InlineData("many words in one line", 14, "many words in ")]
    [InlineData("0123456789abcdef", 14, "0123456789abcd")]
    [InlineData("0123456789abc&amp;", 14, "0123456789abc")]
    [InlineData("0123456789ab👨‍👩‍👧", 14, "0123456789ab")]
    public void A_piece_ends_after_a_line_else_after_a_word_else_where_it_may(string text, int length, string first) =>
        Assert.Equal(first, Cutting.Pieces(text, length).First());

    [Fact]
    public void A_character_with_more_marks_than_fit_is_cut_all_the_same()
    {
        var text = "😀" + new string('\u0301', 5000);

        Assert.All(Cutting.Pieces(text, 100), piece => Assert.InRange(piece.Length, 1, 100));
    }

    private static IEnumerable<int> Seams(IEnumerable<string> pieces)
    {
        var at = 0;
        foreach (var piece in pieces.SkipLast(1))
        {
            yield return at += piece.Length;
        }
    }

    /// <summary>Where a character ends, as a reader counts them; an escape is one, and a token begins anew.</summary>
    private static HashSet<int> Boundaries(string text)
    {
        var ends = StringInfo.ParseCombiningCharacters(text).ToHashSet();
        ends.UnionWith(Enumerable.Range(0, text.Length).Where(i => text[i] is '<' or '&'));
        return ends;
    }
}
