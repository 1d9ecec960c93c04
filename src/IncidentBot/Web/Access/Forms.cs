using Microsoft.AspNetCore.Antiforgery;

namespace IncidentBot.Web.Access;

/// <summary>Reads what a form of ours sent.</summary>
internal static class Forms
{
    public const string Stale = "This form is too old or was not sent from our page. Go back, reload the page and send it again.";

    /// <summary>The fields; null if it is no form, or does not carry the token our page put into it.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext context, IAntiforgery antiforgery)
    {
        try
        {
            return context.Request.HasFormContentType && await antiforgery.IsRequestValidAsync(context)
                ? await context.Request.ReadFormAsync(context.RequestAborted)
                : null;
        }
        catch (InvalidDataException)
        {
            // More fields, or longer ones, than a form of ours can have.
            return null;
        }
    }
}
