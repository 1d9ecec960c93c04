using System.Diagnostics;
using System.Net.Http.Headers;
using IncidentBot.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Benchmarks;

/// <summary>Commands through HTTP, beside an endpoint that reads the same body and does nothing.</summary>
internal static class HttpBenchmark
{
    private const int Connections = 64;
    private const int PerSecond = 500;
    private const int Rounds = 5;
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MeasuringOpen = TimeSpan.FromSeconds(6);

    public static async Task RunAsync()
    {
        using var folder = new BenchmarkFolder();
        await using var bare = await StartBareAsync();
        await using var bot = BotHost.Build(new Dictionary<string, string?>
        {
            ["Web:Url"] = "http://127.0.0.1:0",
            ["Storage:Path"] = folder.File("incidents.db"),
        });
        await bot.StartAsync();
        foreach (var channels in (int[])[1, Connections])
        {
            List<(Latencies Bare, Latencies Commands)> rounds = [];
            for (var round = 0; round <= Rounds; round++)
            {
                // Each beside its own: whatever else the machine does falls on both. The first round warms up.
                var pair = (await LoadAsync(Address(bare), channels, round), await LoadAsync(Address(bot), channels, round));
                rounds = round == 0 ? rounds : [.. rounds, pair];
            }

            Console.WriteLine($"bare endpoint                   {rounds.Select(r => r.Bare).Median()}");
            Console.WriteLine(
                $"commands, {channels,2} channels            {rounds.Select(r => r.Commands).Median()}   " +
                $"{rounds.Select(r => r.Commands.PerSecond / r.Bare.PerSecond).Order().ElementAt(Rounds / 2):0.000} of bare");
        }

        var idle = await OpenLoadBenchmark.LoadAsync(Address(bare), PerSecond, MeasuringOpen);
        var open = await OpenLoadBenchmark.LoadAsync(Address(bot), PerSecond, MeasuringOpen);
        Console.WriteLine($"bare endpoint, at {PerSecond}/s         {idle}");
        Console.WriteLine($"commands, at {PerSecond}/s              {open}   p99 {open.At(0.99) - idle.At(0.99):+0.0;-0.0} ms");
    }

    private static async Task<WebApplication> StartBareAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/api/commands", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            return Results.Json(new { recorded = false });
        });
        await app.StartAsync();
        return app;
    }

    private static Uri Address(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/api/commands");

    /// <summary>Each connection sends as soon as it is answered; the first seconds are not counted.</summary>
    private static async Task<Latencies> LoadAsync(Uri address, int channels, int round)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Connections });
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, Connections).Select(i => Task.Run(() => SendAsync(i))));
        return new Latencies([.. all.SelectMany(l => l)], Measuring);

        async Task<List<double>> SendAsync(int connection)
        {
            var latencies = new List<double>();
            for (var n = 0; clock.Elapsed < Warming + Measuring; n++)
            {
                var verb = n == 0 ? "/detected" : "/note";
                var json = $$"""{"channel":"C{{connection % channels}}","user":{"id":"U{{connection}}","name":"User"},"text":"{{verb}} step {{n}} of the load","deliveryId":"{{channels}}-{{round}}-{{connection}}-{{n}}"}""";
                using var content = new StringContent(json, new MediaTypeHeaderValue("application/json", "utf-8"));
                var sent = clock.Elapsed;
                using var response = await http.PostAsync(address, content);
                response.EnsureSuccessStatusCode();
                if (sent > Warming)
                {
                    latencies.Add((clock.Elapsed - sent).TotalMilliseconds);
                }
            }

            return latencies;
        }
    }
}
