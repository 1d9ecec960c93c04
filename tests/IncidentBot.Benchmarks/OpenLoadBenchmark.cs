using System.Net.Http.Headers;

namespace IncidentBot.Benchmarks;

/// <summary>Commands through HTTP that come at their own pace, whether the last ones were answered or not.</summary>
internal static class OpenLoadBenchmark
{
    private const int Connections = 256;
    private const int Channels = 16;
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(3);

    public static async Task<Latencies> LoadAsync(Uri address, int perSecond, TimeSpan measuring)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Connections });
        var run = Guid.NewGuid().ToString("N");
        return await Loads.PacedAsync(perSecond, Warming, measuring, SendAsync);

        async Task SendAsync(int n)
        {
            var json = $$"""{"channel":"{{run}}-{{n % Channels}}","user":{"id":"U1","name":"User"},"text":"{{(n < Channels ? "/detected" : "/note")}} step {{n}} of the load","deliveryId":"{{run}}-{{n}}"}""";
            using var content = new StringContent(json, new MediaTypeHeaderValue("application/json", "utf-8"));
            using var response = await http.PostAsync(address, content);
            response.EnsureSuccessStatusCode();
        }
    }
}
