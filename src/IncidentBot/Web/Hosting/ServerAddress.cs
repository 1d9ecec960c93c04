using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IncidentBot.Web.Hosting;

/// <summary>Where people find the server, with the real port once it listens.</summary>
internal static class ServerAddress
{
    public static string Of(IServer server, WebOptions options)
    {
        if (options.PublicUrl is { } url)
        {
            return url.GetLeftPart(UriPartial.Authority);
        }

        var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? options.Url;
        var address = BindingAddress.Parse(bound);

        // "Every address" is nothing a browser can open.
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return $"http://{host}:{address.Port}";
    }
}
