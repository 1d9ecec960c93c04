using System.Diagnostics;
using System.Net.Http.Headers;

namespace IncidentBot.Benchmarks;

/// <summary>
/// Commands that come at their own pace, whether the last ones were answered or not, as people's do. The time counts
/// from the moment a command was due, so that waiting behind a stall is not overlooked.
/// </summary>
internal static class OpenLoadBenchmark
{
    private const int Connections = 256;
    private const int Channels = 16;
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(3);

    public static async Task<Latencies> LoadAsync(Uri address, int perSecond, TimeSpan measuring)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Connections });
        var run = Guid.NewGuid().ToString("N");
        List<double> latencies = [];
        List<Task> sent = [];
        var clock = Stopwatch.StartNew();
        for (var n = 0; ; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / perSecond);
            if (due > Warming + measuring)
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
            var json = $$"""{"channel":"{{run}}-{{n % Channels}}","user":{"id":"U1","name":"User"},"text":"{{(n < Channels ? "/detected" : "/note")}} step {{n}} of the load","deliveryId":"{{run}}-{{n}}"}""";
            using var content = new StringContent(json, new MediaTypeHeaderValue("application/json", "utf-8"));
            using var response = await http.PostAsync(address, content);
            response.EnsureSuccessStatusCode();
            var took = (clock.Elapsed - due).TotalMilliseconds;
            if (due > Warming)
            {
                lock (latencies)
                {
                    latencies.Add(took);
                }
            }
        }
    }
}
