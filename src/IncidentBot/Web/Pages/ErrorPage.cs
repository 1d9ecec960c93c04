using IncidentBot.Core.Markup;

namespace IncidentBot.Web.Pages;

/// <summary>What a person sees who opened an address that does not work.</summary>
internal static class ErrorPage
{
    public static Html Render(int status, string title, string detail) => Page.Render(title, "sheet", Html.Format(
        $"""
        <main id="main" class="sheet-body notice">
        <p class="big">{status}</p>
        <h1>{title}</h1>
        <p>{ReplyText.Render(detail)}</p>
        <p><a class="button" href="/">To the console</a></p>
        </main>
        """));
}
