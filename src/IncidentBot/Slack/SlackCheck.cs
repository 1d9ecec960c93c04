using IncidentBot.Slack.Wire;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Slack;

/// <summary>Whether the bot is connected to Slack and may do there what it has to.</summary>
internal sealed class SlackCheck(SlackHealth health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(health.Problem is { } problem ? HealthCheckResult.Degraded(problem)
            : health.MissingScopes is { Count: > 0 } missing ? HealthCheckResult.Healthy($"connected; off, because scopes are missing: {SlackScopes.Off(missing)}")
            : HealthCheckResult.Healthy());
}
