using IncidentBot.Core.Incidents;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Web.Api;

/// <summary>Whether the store answers in time, and takes what it is given.</summary>
internal sealed class StoreCheck(IIncidentStore store, LastWrite lastWrite, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.ListAsync(null, 1, cancellationToken).WaitAsync(Patience, time, cancellationToken);
            return lastWrite.HasFailed ? HealthCheckResult.Unhealthy("the last write failed") : HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("does not answer", e);
        }
    }
}
