using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Web.Api;

/// <summary>Whether the store answers in time, and takes what it is given.</summary>
internal sealed class StoreCheck(IIncidentStore store, LastWrite lastWrite, StoreHealth health, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.ListAsync(null, 1, cancellationToken).WaitAsync(Patience, time, cancellationToken);
            return health.Worst switch
            {
                { State: StoreState.Down, Text: var text } => HealthCheckResult.Unhealthy(text),
                _ when (store as SqliteIncidentStore)?.Trouble is { } trouble =>
                    HealthCheckResult.Unhealthy($"nothing can be stored since {trouble.Since:yyyy-MM-ddTHH:mm:ssZ}: {trouble.Reason}"),
                _ when lastWrite.HasFailed => HealthCheckResult.Unhealthy("the last write failed"),
                { Text: var text } => HealthCheckResult.Degraded(text),
                null => HealthCheckResult.Healthy(),
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("does not answer", e);
        }
    }
}
