using IncidentBot.Slack.Speech;

namespace IncidentBot.Tests.Slack.Speech;

public sealed class MrkdwnReaderTests
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["U012"] = "Ana López",
        ["W7"] = "@kim",
        ["C1"] = "checkout",
        ["S1"] = "oncall",
    };

    [Theory]
    [InlineData("paged <@U012|ana.l>", "paged @Ana López")]
    [InlineData("paged <@U012>", "paged @Ana López")]
    [InlineData("<@W7> by 2026-12-01", "@kim by 2026-12-01")]
    [InlineData("<@U999|ben>", "@ben")]
    [InlineData("<@U999>", "@someone")]
    [InlineData("see <#C1|old-name>", "see #checkout")]
    [InlineData("see <#C2|general>", "see #general")]
    [InlineData("see <#C2|>", "see #private-channel")]
    [InlineData("see <#C2>", "see #private-channel")]
    [InlineData("<!subteam^S1>", "@oncall")]
    [InlineData("<!subteam^S2|@dba>", "@dba")]
    [InlineData("<!subteam^S2>", "@a-group")]
    [InlineData("<!here> <!channel|channel> <!everyone>", "@here @channel @everyone")]
    [InlineData("<!date^1392734382^{date} at {time}|Feb 18, 2014>", "Feb 18, 2014")]
    [InlineData("<!date^1392734382^{date}>", "2014-02-18T14:39:42Z")]
    [InlineData("<!date^99999999999999999^{date}>", "<!date^99999999999999999^{date}>")]
    [InlineData("<https://example.org/a?b=1&amp;c=2>", "https://example.org/a?b=1&c=2")]
    [InlineData("<https://example.org/|https://example.org/>", "https://example.org/")]
    [InlineData("<http://example.org|example.org>", "example.org")]
    [InlineData("<https://example.org/g|the graph>", "the graph (https://example.org/g)")]
    [InlineData("<mailto:a@b.org|a@b.org>", "a@b.org")]
    [InlineData("<tel:+15551234|+1 555 1234>", "+1 555 1234")]
    [InlineData("a &amp; b &lt;c&gt; &amp;lt; &quot;", "a & b <c> &lt; &quot;")]
    [InlineData(":fire: *bold* `code`", ":fire: *bold* `code`")]
    [InlineData("<b> & 1 < 2 <> <", "<b> & 1 < 2 <> <")]
    [InlineData("<@> <#|x> <!> <@u12> <:>", "<@> <#|x> <!> <@u12> <:>")]
    [InlineData("<<@U012>>", "<@Ana López>")]
    public void What_Slack_sends_is_read_as_it_was_typed(string sent, string typed) =>
        Assert.Equal(typed, MrkdwnReader.Read(sent, Names.GetValueOrDefault));

    [Fact]
    public void The_ids_to_look_up_are_known_beforehand() => Assert.Equal(
        ["U012", "C1", "S1"], MrkdwnReader.Ids("<@U012> <#C1|> <!subteam^S1> <@U012|ana> <https://x.y>"));

    [Theory]
    [InlineData("<")]
    [InlineData("<@U1")]
    [InlineData("&")]
    public void A_megabyte_of_openings_is_read_at_once(string opening)
    {
        var sent = string.Concat(Enumerable.Repeat(opening, 1_000_000 / opening.Length));

        Assert.Equal(sent, MrkdwnReader.Read(sent, _ => null));
    }
}
