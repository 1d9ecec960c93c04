using IncidentBot.Core.Markup;

namespace IncidentBot.Web.Pages;

/// <summary>An answer on a page: what stands between backticks is something to type.</summary>
internal static class ReplyText
{
    public static Html Render(string reply) => Html.Join(reply.Split('`').Select((part, i) =>
        i % 2 == 0 ? Html.Format($"{part}") : Html.Format($"<code dir=\"auto\">{part}</code>")));
}
