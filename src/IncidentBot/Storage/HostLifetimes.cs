namespace IncidentBot.Storage;

/// <summary>For work that the start does not wait for.</summary>
internal static class HostLifetimes
{
    /// <summary>Waits until the bot is ready.</summary>
    /// <returns>False if it is stopped before.</returns>
    public static async Task<bool> IsUpAsync(this IHostApplicationLifetime lifetime, CancellationToken stopping)
    {
        var up = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var started = lifetime.ApplicationStarted.Register(() => up.TrySetResult(true));
        using var stopped = stopping.Register(() => up.TrySetResult(false));
        return await up.Task;
    }
}
