using System.Text;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;

namespace IncidentBot.Web.Pages;

/// <summary>What all pages share.</summary>
internal static class Page
{
    private static readonly Html Icon = Html.Format($"<link rel=\"icon\" href=\"{Assets.Url("icon.svg")}\" type=\"image/svg+xml\">");
    private static readonly Html Style = Html.Format($"<link rel=\"stylesheet\" href=\"{Assets.Url("pictures.css")}\"><link rel=\"stylesheet\" href=\"{Assets.Url("style.css")}\">");
    private static readonly Html Script = Html.Format($"<script src=\"{Assets.Url("console.js")}\" defer></script>");

    /// <summary>The header says no-referrer; under that, a browser sends our own forms with "Origin: null".</summary>
    private static readonly Html Referrer = Html.Literal("<meta name=\"referrer\" content=\"same-origin\">");

    private static readonly Html Find = Html.Format(
        $"""
        <form class="find" method="get" action="/find" role="search"><label for="find" class="hidden">Find in all incidents</label>
        <input id="find" name="q" type="search" maxlength="{SearchQuery.LongestText}" required placeholder="Find" autocomplete="off"><button class="quiet-button">Find</button></form>
        """);

    /// <param name="kind">Names the page for the style sheet.</param>
    /// <param name="tools">What stands at the right of the bar.</param>
    public static Html Render(string title, string kind, Html main, Html tools = default, bool hasScript = false) => Html.Format(
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        {Referrer}
        <title>{title} · IncidentBot</title>
        {Icon}{Style}{(hasScript ? Script : Html.Empty)}
        </head>
        <body class="{kind}">
        <a class="skip" href="#main">Skip to the content</a>
        <header class="bar">
        <a class="brand" href="/">IncidentBot</a>
        <nav aria-label="Pages"><a href="/"{Current(kind, "console")}>Console</a><a href="/incidents"{Current(kind, "incidents")}>Incidents</a></nav>
        {Html.When(kind is not ("find" or "sheet"), $"{Find}")}{tools}
        </header>
        {main}
        </body>
        </html>

        """);

    public static IResult AsPage(this Html page, int status = 200) =>
        Results.Text(page.ToString(), "text/html; charset=utf-8", Encoding.UTF8, status);

    private static Html Current(string kind, string page) => Html.When(kind == page, $" aria-current=\"page\"");
}
