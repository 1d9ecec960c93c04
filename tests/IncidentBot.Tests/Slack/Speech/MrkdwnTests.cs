using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Core.Text;
using IncidentBot.Slack.Speech;
using NodaTime;

namespace IncidentBot.Tests.Slack.Speech;

public sealed class MrkdwnTests
{
    private static readonly string[] Pieces =
    [
        "<!channel>", "<!here|here>", "<@U012ABCDEF>", "<@U012|ana>", "<#C123>", "<#C123|general>", "<!subteam^S1>", "<!date^1^{date}|x>",
        "&", "<", ">", "|", "&amp;", "&lt;", "&amp;lt;", "&#60;", "*", "_", "~", "`", "```", "\n", "> ", ":fire:", ":+1::skin-tone-2:", " ",
        "https://example.org/a?b=1&c=2", "http://x.y|z", "HTTPS://X.Y/(z)", "https://", "<https://example.org>", "<https://evil.org|https://good.org>",
        "mailto:a@b.c", "@channel", "@here", "#general", "text", "👨‍👩‍👧", "e\u0301", "\u202E", "\u200D", "漢字", "\uD83D", "\0", "\u0600",
    ];

    private static Arbitrary<string> Typed() =>
        Gen.OneOf(Gen.Elements(Pieces), ArbMap.Default.GeneratorFor<char>().Select(c => c.ToString()))
            .ListOf().Select(string.Concat).ToArbitrary();

    [Theory]
    [InlineData("<!channel> & <b>", "&lt;!channel&gt; &amp; &lt;b&gt;")]
    [InlineData("<@U012ABCDEF> did it", "&lt;@U012ABCDEF&gt; did it")]
    [InlineData("already &lt;", "already &amp;lt;")]
    [InlineData("see https://example.org/?a=1&b=2.", "see <https://example.org/?a=1&amp;b=2>.")]
    [InlineData("*5 * 3* :fire:", "*5 * 3* :fire:")]
    public void What_was_typed_is_escaped_once(string typed, string sent) => Assert.Equal(sent, Mrkdwn.Typed(typed).ToString());

    [Fact]
    public void What_was_typed_comes_back_the_same_and_pings_nobody()
    {
        Prop.ForAll(Typed(), typed =>
        {
            var sent = Mrkdwn.Typed(typed).ToString();
            Assert.Equal(TypedText.Storable(typed), MrkdwnReader.Read(sent, Unknown));
            Assert.Empty(SlackLimits.OfMessage(new() { ["text"] = sent, ["blocks"] = new System.Text.Json.Nodes.JsonArray() }));
            Assert.Empty(MrkdwnReader.Ids(sent));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithEndSize(14));
    }

    [Fact]
    public void Text_without_markup_comes_back_the_same()
    {
        Prop.ForAll(Typed(), typed => Assert.Equal(
                TypedText.Storable(typed).ReplaceLineEndings(" "), MrkdwnReader.Read(new Plain(typed).ToString(), Unknown)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(14));
    }

    [Fact]
    public void Holes_are_escaped_and_markup_is_not_escaped_again() => Assert.Equal(
        "*a &lt; b* &lt;!here&gt;", Mrkdwn.Format($"{Mrkdwn.Format($"*{"a < b"}*")} {"<!here>"}").ToString());

    [Fact]
    public void A_date_shows_in_the_zone_of_its_reader_and_says_it_in_words_to_others() => Assert.Equal(
        "<!date^1772701200^{date_short_pretty} {time}|today ¦ 09:00 &lt;UTC&gt;>",
        Mrkdwn.Date(Instant.FromUtc(2026, 3, 5, 9, 0), "{date_short_pretty} {time}", "today | 09:00 <UTC>").ToString());

    [Theory]
    [InlineData("C024BE91L", "<#C024BE91L>")]
    [InlineData("C1> <!channel", "C1&gt; &lt;!channel")]
    [InlineData("console", "console")]
    public void Only_an_id_of_Slack_becomes_a_link_to_a_room(string id, string sent) => Assert.Equal(sent, Mrkdwn.Channel(id).ToString());

    [Fact]
    public void Code_is_fenced_and_what_is_in_it_ends_no_fence()
    {
        var code = string.Concat(Mrkdwn.Code("a ``` b <!channel>", 100));

        Assert.Equal("```\na ``\u200B` b &lt;!channel&gt;\n```", code);
    }

    [Fact]
    public void A_link_that_is_too_long_is_shown_but_not_linked() =>
        Assert.StartsWith("https://x.y/", Mrkdwn.Typed("https://x.y/" + new string('a', 3000)).ToString());

    [Theory]
    [InlineData("short", "short")]
    [InlineData("one\ntwo", "one two")]
    [InlineData("a very long line of many words", "a very long…")]
    [InlineData("<<<<<<<<<<<<<<<<", "&lt;&lt;&lt;…")]
    [InlineData("https://example.org/long", "https://exampl…")]
    public void An_excerpt_is_one_line_and_ends_where_nothing_breaks(string typed, string sent) =>
        Assert.Equal(sent, Mrkdwn.Excerpt(typed, 15).ToString());

    private static string? Unknown(string id) => null;
}
