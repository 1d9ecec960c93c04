using IncidentBot.Core.Markup;
using Microsoft.AspNetCore.Antiforgery;

namespace IncidentBot.Web.Pages;

/// <summary>Asks for the access key.</summary>
internal static class LoginPage
{
    /// <param name="target">Where to go afterwards. Also a link: a session is not sent along when one comes from another site.</param>
    public static Html Render(AntiforgeryTokenSet tokens, string target, bool failed) => Page.Render("Sign in", "sheet", Html.Format(
        $"""
        <main id="main" class="sheet-body notice">
        <h1>Sign in</h1>
        <form class="login" method="post" action="/login">
        {Token(tokens)}
        <input type="hidden" name="to" value="{target}">
        <label for="key">Access key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required autofocus{Html.When(failed, $" aria-invalid=\"true\" aria-describedby=\"wrong\"")}>
        {Html.When(failed, $"<p id=\"wrong\" class=\"wrong\" role=\"alert\">That is not the key.</p>")}
        <button>Sign in</button>
        </form>
        <p class="quiet">The key is the setting <code>Web:AccessKey</code> of this server. Signed in already? <a href="{target}">Continue</a>.</p>
        </main>
        """));

    /// <summary>The field that proves a form was sent from our own page.</summary>
    public static Html Token(AntiforgeryTokenSet tokens) =>
        Html.Format($"<input type=\"hidden\" name=\"{tokens.FormFieldName}\" value=\"{tokens.RequestToken}\">");
}
