using System.Runtime.InteropServices;

namespace IncidentBot.Web.Hosting;

/// <summary>
/// The end of the process: requests are finished, then the store closes in order, all within the time a supervisor
/// grants (Docker kills after 10 s). Being told to stop again changes nothing.
/// </summary>
internal sealed class GracefulStop : IDisposable
{
    /// <summary>For requests that are under way; pages that are only open end at once.</summary>
    public static readonly TimeSpan ForRequests = TimeSpan.FromSeconds(5);

    /// <summary>For everything.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(7.5);

    /// <summary>Kept as long as the process: one more signal must not cut it short in its last moment either.</summary>
    private static readonly List<PosixSignalRegistration> Signals = [];

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly CancellationTokenRegistration _stopping;
    private long _begunAt;

    public GracefulStop(WebApplication app)
    {
        _app = app;
        _time = app.Services.GetRequiredService<TimeProvider>();
        _stopping = app.Lifetime.ApplicationStopping.Register(Begin);
    }

    /// <summary>Closes the store and all else once the host has stopped.</summary>
    /// <returns>Whether it was done in time.</returns>
    public async Task<bool> CloseAsync()
    {
        var left = Longest - _time.GetElapsedTime(_begunAt);
        try
        {
            // On a thread of its own: a disk that stalls holds it up where it stands.
            await Task.Run(async () => await _app.DisposeAsync()).WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time);
            return true;
        }
        catch (TimeoutException)
        {
            await Console.Error.WriteLineAsync(
                "stopped before the store was closed in order: the disk did not answer in time. What was confirmed is on disk.");
            return false;
        }
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>The host watches over signals only until it is closed itself, which is before the store.</summary>
    private void Begin()
    {
        _begunAt = _time.GetTimestamp();
        PosixSignal[] stops = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];
        Signals.AddRange(stops.Select(stop => PosixSignalRegistration.Create(stop, context => context.Cancel = true)));
    }
}
