using System.Net.Sockets;
using IncidentBot.Core.Drafts;
using IncidentBot.Storage;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Web.Api;
using Microsoft.AspNetCore.Connections;
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
    /// <param name="overrides">Settings that win over file and environment.</param>
    /// <param name="replace">Lets tests put their own services in.</param>
    public static async Task<int> RunAsync(
        IEnumerable<KeyValuePair<string, string?>>? overrides = null, Action<IServiceCollection>? replace = null)
    {
        try
        {
            await using var app = BotHost.Build(overrides, replace);
            using var stop = new GracefulStop(app);
            await StartAsync(app);
            await app.WaitForShutdownAsync();
            return await stop.CloseAsync() ? Good : Failed;
        }
        catch (Exception e) when (Reason(e) is { } reason)
        {
            await Console.Error.WriteLineAsync(reason.ReplaceLineEndings(" "));
            return Failed;
        }
    }

    private static async Task StartAsync(WebApplication app)
    {
        var storage = app.Services.GetRequiredService<IOptions<StorageOptions>>().Value;

        var held = await app.Services.OpenIncidentStoreAsync();
        await app.StartAsync();

        var options = app.Services.GetRequiredService<WebOptions>();
        var url = ServerAddress.Of(app.Services.GetRequiredService<IServer>(), options);
        // Programs on this machine use the address itself, whatever proxies and names stand before it.
        held?.Announce(ServerAddress.Of(app.Services.GetRequiredService<IServer>(), options with { PublicUrl = null }));
        foreach (var warning in Warnings(app, options))
        {
            await Console.Error.WriteLineAsync($"warning: {warning}");
        }

        await Console.Out.WriteLineAsync(
            $"IncidentBot is listening at {url} · platforms: {Platforms(app)} · data: {(storage.IsPostgres ? storage.ReadPostgres().Place : Path.GetFullPath(storage.Path))}");
    }

    /// <summary>The line that tells the owner what to mend; null for what nobody foresaw.</summary>
    private static string? Reason(Exception e) => e switch
    {
        SettingException or UnusableStoreException => e.Message,
        OptionsValidationException options => string.Join(' ', options.Failures),
        IOException { InnerException: AddressInUseException } => "Web:Url: another program listens there; choose another port.",
        SocketException socket => $"Web:Url: cannot listen there ({socket.Message}).",
        _ => null,
    };

    private static IEnumerable<string> Warnings(WebApplication app, WebOptions options)
    {
        if (options is { AccessKey: not null, DemandsKey: false })
        {
            yield return "Web:AccessKey is not asked for, because Web:Url is reached from this machine only and Web:PublicUrl is not set.";
        }

        var storage = app.Services.GetRequiredService<IOptions<StorageOptions>>().Value;
        if (SqliteLibrary.Current.Unlike(storage.SqliteLibrary) is { } other)
        {
            yield return other;
        }

        if (FileSystems.Warning(FileSystems.NameOf(Path.GetDirectoryName(Path.GetFullPath(storage.Path))!)) is { } place)
        {
            yield return $"Storage:Path: {Path.GetFullPath(storage.Path)} {place}";
        }

        foreach (var problem in app.Services.GetRequiredService<DraftCompiler>().Layouts.Problems)
        {
            yield return problem;
        }
    }

    private static string Platforms(WebApplication app)
    {
        var names = app.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations
            .Where(check => check.Tags.Contains(HealthEndpoints.PlatformTag)).Select(check => check.Name);
        return string.Join(", ", names.DefaultIfEmpty("console only"));
    }
}
