using System.Text.RegularExpressions;
using IncidentBot.Core.Markup;

namespace IncidentBot.Web.Pages;

/// <summary>An answer on a page: what stands between backticks is something to type, between fences something to keep.</summary>
internal static partial class ReplyText
{
    public static Html Render(string reply)
    {
        var parts = Fenced().Split(reply);

        // Every split gives the text before a block, its fence, and what is in it.
        return Html.Join(parts.Select((part, i) => (i % 3) switch
        {
            0 => Inline(part),
            1 => Html.Empty,
            _ => Html.Format($"<code class=\"block\" dir=\"auto\">{part}</code>"),
        }));
    }

    private static Html Inline(string text) => Html.Join(text.Split('`').Select((part, i) =>
        i % 2 == 0 ? Html.Format($"{part}") : Html.Format($"<code dir=\"auto\">{part}</code>")));

    [GeneratedRegex(@"(`{3,})\n(.*?)\n\1(?!`)", RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
