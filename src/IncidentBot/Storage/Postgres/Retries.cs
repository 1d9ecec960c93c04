using Random = System.Random;

namespace IncidentBot.Storage.Postgres;

/// <summary>
/// How often and after what pauses something is tried again: at random below a bound that doubles, so that instances
/// that failed together do not come back together.
/// </summary>
internal sealed class Retries(TimeProvider time, Random random)
{
    public const int Most = 5;

    private static readonly TimeSpan FirstBound = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();

    /// <summary>Does it, and does it again while its trouble passes.</summary>
    /// <param name="failed">Told of each failure; says whether it may be tried again.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> run, Func<Exception, bool> failed)
    {
        var started = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await run();
            }
            catch (Exception e) when (failed(e) && tries <= Most && time.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(Pause(tries), time);
            }
        }
    }

    private TimeSpan Pause(int tries)
    {
        // An instance of Random is not safe from several threads.
        lock (_lock)
        {
            return FirstBound * Math.Pow(2, tries - 1) * random.NextDouble();
        }
    }
}
