using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Web.Api;

/// <summary>Whether the process lives, and whether it can do its work.</summary>
internal static class HealthEndpoints
{
    /// <summary>Marks the checks of connected platforms: they can degrade the bot, not stop it.</summary>
    public const string PlatformTag = "platform";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<LastWrite>();
        services.AddHealthChecks().AddCheck<StoreCheck>("store").AddCheck<SpoolCheck>("spool").AddCheck<StoppingCheck>("process")
            .AddCheck("sqlite", () => HealthCheckResult.Healthy($"{SqliteLibrary.Current}"));
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/healthz", Problems.Reading, () => Results.Json(new AliveBody("alive")))
            .WithName("healthz").WithSummary("Whether the process lives.").WithTags("Health").Produces<AliveBody>();
        routes.MapMethods("/readyz", Problems.Reading, ReadyAsync)
            .WithName("readyz").WithSummary("ready, degraded (a platform is away, the disk is nearly full, the emergency file is in use), or 503 when nothing can be stored.").WithTags("Health")
            .Produces<ReadyBody>().Produces<ReadyBody>(503);
    }

    /// <summary>Everybody who gets here is on this machine or carries the key, so details may be told.</summary>
    private static async Task<IResult> ReadyAsync(HealthCheckService health, CancellationToken ct)
    {
        var report = await health.CheckHealthAsync(ct);
        var checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Description ?? Word(e.Value.Status));
        return Results.Json(new ReadyBody(Word(report.Status), checks), statusCode: report.Status == HealthStatus.Unhealthy ? 503 : 200);
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ready",
        HealthStatus.Degraded => "degraded",
        _ => "unavailable",
    };
}
