using IncidentBot.Web.Pages;

namespace IncidentBot.Tests.Web;

public sealed class ReplyTextTests
{
    [Theory]
    [InlineData("type `/note x` now", "type <code dir=\"auto\">/note x</code> now")]
    [InlineData("keep:\n```\na `b` <c>\nd\n```\nend", "keep:\n<code class=\"block\" dir=\"auto\">a `b` &lt;c&gt;\nd</code>\nend")]
    [InlineData("````\n```\nx\n```\n````", "<code class=\"block\" dir=\"auto\">```\nx\n```</code>")]
    public void Backticks_mark_what_to_type_and_fences_what_to_keep(string reply, string html) =>
        Assert.Equal(html, ReplyText.Render(reply).ToString().Replace("&#96;", "`", StringComparison.Ordinal));
}
