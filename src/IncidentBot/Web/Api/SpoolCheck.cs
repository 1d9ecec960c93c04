using IncidentBot.Storage.Spool;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Web.Api;

/// <summary>Whether the emergency file is in use, or cannot be.</summary>
internal sealed class SpoolCheck(EmergencySpool spool) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            spool.Waiting is > 0 and var waiting ? HealthCheckResult.Degraded($"{waiting} in the emergency file, not in the timeline yet")
            : spool.Problem is { } problem ? HealthCheckResult.Degraded($"the emergency file cannot be used: {problem}")
            : HealthCheckResult.Healthy());
}
