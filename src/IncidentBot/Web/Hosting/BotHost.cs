using System.Net;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Discord;
using IncidentBot.Discord.Wire;
using IncidentBot.Intake;
using IncidentBot.Slack;
using IncidentBot.Storage;
using IncidentBot.Storage.Spool;
using IncidentBot.Web.Access;
using IncidentBot.Web.Api;
using IncidentBot.Web.Pages;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IncidentBot.Web.Hosting;

/// <summary>Puts the process together.</summary>
internal static class BotHost
{
    /// <summary>Builds the host from the settings there are.</summary>
    /// <param name="overrides">Settings that win over file and environment.</param>
    /// <param name="replace">Lets tests put their own services in.</param>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static WebApplication Build(
        IEnumerable<KeyValuePair<string, string?>>? overrides = null, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "incidentbot" });
        builder.Configuration.AddBotSources(overrides ?? []);
        var options = WebOptions.Read(builder.Configuration);
        var isUp = false;
        AddLogging(builder, () => isUp);
        AddServer(builder, options);
        AddBot(builder, options);
        AddWeb(builder, options);
        builder.Services.AddSlack(SlackOptions.Read(builder.Configuration));
        builder.Services.AddDiscord(DiscordOptions.Read(builder.Configuration));
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            isUp = true;
            app.Services.GetRequiredService<EmergencySpool>().Changed += app.Services.GetRequiredService<IncidentFeed>().AnnounceToAll;
        });
        UseWeb(app, options);
        return app;
    }

    private static void AddLogging(WebApplicationBuilder builder, Func<bool> isUp)
    {
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // Session keys lie beside the data, readable by the owner only: as safe as the data itself.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        // A failed start is told in one line, without its stack.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => isUp() && level >= LogLevel.Warning);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
    }

    private static void AddServer(WebApplicationBuilder builder, WebOptions options)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 100 * 1024 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            // Unlimited unless set. Who connects and says nothing makes room for others after a while.
            kestrel.Limits.MaxConcurrentConnections = ConnectionLimit.ForThisProcess();
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            Listen(kestrel, options.Address);
        });
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = GracefulStop.ForRequests;
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });
    }

    private static void Listen(KestrelServerOptions kestrel, BindingAddress address)
    {
        if (IPAddress.TryParse(address.Host, out var ip))
        {
            kestrel.Listen(ip, address.Port);
        }
        else if (!address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            kestrel.ListenAnyIP(address.Port);
        }
        else if (address.Port == 0)
        {
            // Two addresses cannot be given the same free port.
            kestrel.Listen(IPAddress.Loopback, 0);
        }
        else
        {
            kestrel.ListenLocalhost(address.Port);
        }
    }

    private static void AddBot(WebApplicationBuilder builder, WebOptions options)
    {
        var settings = CommandOptions.Read(builder.Configuration);
        var layouts = DraftOptions.Read(builder.Configuration);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddIncidentStore().AddStoreWatch().AddRooms().AddIntake();
        builder.Services.AddSingleton(services => new DraftCompiler(layouts, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IncidentFeed>();
        builder.Services.AddSingleton<Exchanges>();

        // Made when first used: by then the server knows its port.
        builder.Services.AddSingleton(services => settings with { WebUrl = ServerAddress.Of(services.GetRequiredService<IServer>(), options) });
        builder.Services.AddSingleton(services => new CommandHandler(
            ActivatorUtilities.CreateInstance<AnnouncedStore>(services),
            services.GetRequiredService<DraftCompiler>(), services.GetRequiredService<CommandSettings>()));
    }

    private static void AddWeb(WebApplicationBuilder builder, WebOptions options)
    {
        var isHttps = options.PublicUrl?.Scheme == Uri.UriSchemeHttps;
        var key = options.DemandsKey ? new AccessKey(options.AccessKey!) : null;
        if (key is not null)
        {
            builder.Services.AddSingleton(key);
        }

        builder.Services.AddRouting();
        builder.Services.AddDataProtection().SetApplicationName("incidentbot").PersistKeysToFileSystem(KeyFolder(builder.Configuration));
        builder.Services.AddSessions(key, isHttps);
        builder.Services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = isHttps ? "__Host-incidentbot-form" : "incidentbot-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = isHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        builder.Services.AddLoginLimit();
        builder.Services.AddHealth();
        builder.Services.AddBotApi();
    }

    /// <summary>Beside the data, so that a session outlives a restart.</summary>
    private static DirectoryInfo KeyFolder(IConfiguration configuration)
    {
        var data = Path.GetDirectoryName(Path.GetFullPath(configuration.Word("Storage:Path") ?? new StorageOptions().Path))!;
        var folder = Path.Combine(data, "keys");
        try
        {
            if (OperatingSystem.IsWindows())
            {
                return Directory.CreateDirectory(folder);
            }

            const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Directory.CreateDirectory(data, OwnerOnly);
            return Directory.CreateDirectory(folder, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException("Storage:Path", $"the user '{Environment.UserName}' cannot write in {data}.");
        }
    }

    /// <summary>The order matters: whoever is not let in learns nothing, and every refusal has its headers and its body.</summary>
    private static void UseWeb(WebApplication app, WebOptions options)
    {
        app.Use(SecurityHeaders.AddAsync);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = Problems.WriteExceptionAsync,
            SuppressDiagnosticsCallback = failure => failure.Exception is Microsoft.AspNetCore.Http.BadHttpRequestException,
        });
        app.UseStatusCodePages(Problems.WriteStatusAsync);
        app.MapSlack();
        app.MapDiscord();
        app.UseMiddleware<HostAllowList>();
        app.UseMiddleware<CrossOriginGuard>();
        if (options.DemandsKey)
        {
            app.UseMiddleware<AccessGate>();
        }

        app.UseRouting();
        app.UseRateLimiter();
        app.MapHealth();
        app.MapBotApi();
        app.MapAssets();
        app.MapConsole();
        app.MapIncidentPages();
        app.MapFindPage();
        if (options.DemandsKey)
        {
            app.MapLogin(app.Services.GetRequiredService<AccessKey>());
        }
    }
}
