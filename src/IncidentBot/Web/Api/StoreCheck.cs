using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
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
            StoreFinding?[] findings =
            [
                health.Worst,
                store is IExaminedStore examined
                    ? await examined.ExamineAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken)
                    : null,
                lastWrite.HasFailed ? new StoreFinding(StoreState.Down, "the last write failed") : null,
            ];
            return findings.OfType<StoreFinding>().MaxBy(finding => finding.State) switch
            {
                { State: StoreState.Down, Text: var text } => HealthCheckResult.Unhealthy(text),
                { State: StoreState.Degraded, Text: var text } => HealthCheckResult.Degraded(text),
                { Text: var text } => HealthCheckResult.Healthy(text),
                null => HealthCheckResult.Healthy(),
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("does not answer", e);
        }
    }
}
