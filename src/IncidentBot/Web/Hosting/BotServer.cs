using System.Net.Sockets;
using IncidentBot.Core.Drafts;
using IncidentBot.Web.Api;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IncidentBot.Web.Hosting;

/// <summary>Runs the host from start to stop, and says in a line or two what there is to know.</summary>
internal static class BotServer
{
    private const int Good = 0;
    private const int Failed = 1;

    /// <summary>Serves until it is told to stop. The exit code is 0 after a stop, 1 if it could not start.</summary>
    public static async Task<int> RunAsync(IEnumerable<KeyValuePair<string, string?>>? overrides = null)
    {
        try
        {
            await using var app = BotHost.Build(overrides);
            await app.StartAsync();
            await TellAsync(app);
            await app.WaitForShutdownAsync();
            return Good;
        }
        catch (SettingException e)
        {
            return await RefuseAsync(e.Message);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return await RefuseAsync("Web:Url: another program listens there; choose another port.");
        }
        catch (SocketException e)
        {
            return await RefuseAsync($"Web:Url: cannot listen there ({e.Message}).");
        }
    }

    private static async Task TellAsync(WebApplication app)
    {
        foreach (var problem in Warnings(app))
        {
            await Console.Error.WriteLineAsync($"warning: {problem}");
        }

        var options = app.Services.GetRequiredService<WebOptions>();
        var url = ServerAddress.Of(app.Services.GetRequiredService<IServer>(), options);
        await Console.Out.WriteLineAsync($"IncidentBot is listening at {url} · platforms: {Platforms(app)} · data: {Data(app)}");
    }

    private static IEnumerable<string> Warnings(WebApplication app)
    {
        var options = app.Services.GetRequiredService<WebOptions>();
        return options is { AccessKey: not null, DemandsKey: false }
            ? app.Services.GetRequiredService<DraftCompiler>().Layouts.Problems.Append(
                "Web:AccessKey: not asked for, because Web:Url is reached from this machine only and Web:PublicUrl is not set.")
            : app.Services.GetRequiredService<DraftCompiler>().Layouts.Problems;
    }

    private static string Platforms(WebApplication app)
    {
        var names = app.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations
            .Where(check => check.Tags.Contains(HealthEndpoints.PlatformTag)).Select(check => check.Name);
        return string.Join(", ", names.DefaultIfEmpty("console only"));
    }

    private static string Data(WebApplication app) => Path.GetFullPath(app.Configuration.Word("Storage:Path") ?? "data/incidents.db");

    private static async Task<int> RefuseAsync(string problem)
    {
        await Console.Error.WriteLineAsync(problem);
        return Failed;
    }
}
