using System.Diagnostics;

namespace IncidentBot.Benchmarks;

/// <summary>The two ways in which a load comes. What is sent while it warms up does not count.</summary>
internal static class Loads
{
    /// <summary>
    /// At its own pace, whether the last ones were answered or not, as people's do. The time counts from the moment one was
    /// due, so that waiting behind a stall is not overlooked.
    /// </summary>
    /// <param name="send">Sends one of a number, and is done when it is answered.</param>
    public static async Task<Latencies> PacedAsync(int perSecond, TimeSpan warming, TimeSpan measuring, Func<int, Task> send)
    {
        List<double> latencies = [];
        List<Task> sent = [];
        var clock = Stopwatch.StartNew();
        for (var n = 0; ; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / perSecond);
            if (due > warming + measuring)
            {
                break;
            }

            while (clock.Elapsed < due)
            {
                await Task.Delay(1);
            }

            sent.Add(SendAsync(n, due));
        }

        await Task.WhenAll(sent);
        return new Latencies(latencies, measuring);

        async Task SendAsync(int n, TimeSpan due)
        {
            await send(n);
            var took = (clock.Elapsed - due).TotalMilliseconds;
            if (due > warming)
            {
                lock (latencies)
                {
                    latencies.Add(took);
                }
            }
        }
    }

    /// <summary>Each sender sends as soon as it is answered.</summary>
    /// <param name="send">Sends for a sender its nth, and is done when it is answered.</param>
    public static async Task<Latencies> FlatOutAsync(int senders, TimeSpan warming, TimeSpan measuring, Func<int, int, Task> send)
    {
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(() => SendAsync(sender))));
        return new Latencies([.. all.SelectMany(l => l)], measuring);

        async Task<List<double>> SendAsync(int sender)
        {
            List<double> latencies = [];
            for (var n = 0; clock.Elapsed < warming + measuring; n++)
            {
                var began = clock.Elapsed;
                await send(sender, n);
                if (began > warming)
                {
                    latencies.Add((clock.Elapsed - began).TotalMilliseconds);
                }
            }

            return latencies;
        }
    }
}
