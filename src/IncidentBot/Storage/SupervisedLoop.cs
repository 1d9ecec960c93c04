namespace IncidentBot.Storage;

/// <summary>Work that is done again and again. Whatever it throws ends one round, never the loop or the process.</summary>
internal abstract partial class SupervisedLoop(TimeSpan interval, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait after a round: after a failure a second, then twice that each time, up to the interval.</summary>
    internal static TimeSpan DelayAfter(int failures, TimeSpan interval)
    {
        const int Doublings = 20;
        var delay = failures == 0 ? interval : FirstDelay * Math.Pow(2, Math.Min(failures - 1, Doublings));
        return delay < interval ? delay : interval;
    }

    protected abstract Task RunOnceAsync(CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        try
        {
            while (true)
            {
                failures = await SucceedsAsync(stoppingToken) ? 0 : failures + 1;
                await Task.Delay(DelayAfter(failures, interval), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The stop.
        }
    }

    private async Task<bool> SucceedsAsync(CancellationToken ct)
    {
        try
        {
            await RunOnceAsync(ct);
            return true;
        }
        catch (Exception e) when (!(e is OperationCanceledException && ct.IsCancellationRequested))
        {
            LogFailed(logger, GetType().Name, e);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Work} failed; it is tried again")]
    private static partial void LogFailed(ILogger logger, string work, Exception e);
}
