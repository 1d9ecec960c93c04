using IncidentBot.Web.Api;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Web.Access;

/// <summary>Refuses what another site's page sends on behalf of its reader. Programs send neither header and pass.</summary>
internal sealed class CrossOriginGuard(RequestDelegate next, WebOptions options)
{
    public Task InvokeAsync(HttpContext context) => IsSafe(context.Request.Method) || IsOurs(context.Request)
        ? next(context)
        : Problems.WriteAsync(context, 403, "This request comes from another site's page.");

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private bool IsOurs(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
        {
            return false;
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && (IsHost(uri, request) || (options.PublicUrl is { } url && uri.Authority == url.Authority)));
    }

    /// <summary>The scheme is not compared: behind a TLS proxy we only see the plain side.</summary>
    private static bool IsHost(Uri origin, HttpRequest request) =>
        origin.Scheme is "http" or "https" && origin.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
