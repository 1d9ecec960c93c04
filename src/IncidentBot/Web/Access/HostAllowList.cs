using System.Net;
using IncidentBot.Web.Api;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Web.Access;

/// <summary>
/// Answers only under names that are ours. Otherwise a page elsewhere could point its own name at this machine and
/// read everything (DNS rebinding). Where we listen beyond loopback, bare addresses are fine: nobody can rebind them.
/// </summary>
internal sealed class HostAllowList(RequestDelegate next, WebOptions options)
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    private readonly HashSet<string> _names = new(
        [.. Loopback, .. options.AllowedHosts, options.Address.Host, .. options.PublicUrl is { } url ? [url.Host] : Array.Empty<string>()],
        StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context) => IsAllowed(context.Request.Host.Host)
        ? next(context)
        : Problems.WriteAsync(context, 400, "This host name is not one of the server's; its owner can add it to Web:AllowedHosts.");

    private bool IsAllowed(string host) =>
        _names.Contains(host) || _names.Contains(host.Trim('[', ']'))
        || (!options.IsLoopback && IPAddress.TryParse(host, out _));
}
