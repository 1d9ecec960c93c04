using IncidentBot.Web.Api;

namespace IncidentBot.Web.Access;

/// <summary>Where a key is demanded, lets through who carries it or a session begun with it.</summary>
internal sealed class AccessGate(RequestDelegate next, AccessKey key)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsOpen(context.Request.Path) || key.IsCarriedBy(context.Request) || await Sessions.IsCarriedByAsync(context))
        {
            await next(context);
        }
        else if (IsNavigation(context.Request))
        {
            var target = context.Request.Path + context.Request.QueryString;
            context.Response.Redirect($"/login?to={Uri.EscapeDataString(target)}");
        }
        else
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Problems.WriteAsync(context, 401, "Send the access key as 'Authorization: Bearer KEY', or sign in at /login.");
        }
    }

    /// <summary>The process's health for supervisors; and what the login page needs, which is the same for everybody.</summary>
    private static bool IsOpen(PathString path) =>
        path == "/healthz" || path == "/login" || path.StartsWithSegments("/assets", StringComparison.Ordinal);

    private static bool IsNavigation(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers["Sec-Fetch-Mode"].ToString() switch
        {
            "navigate" => true,
            "" => Problems.WantsPage(request),
            _ => false,
        };
}
