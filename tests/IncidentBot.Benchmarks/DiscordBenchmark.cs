using System.Diagnostics;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Benchmarks;

/// <summary>
/// Commands through the gateway, from the frame to the first answer: at a pace of its own, and as fast as they are answered.
/// The bot does what it does for people: stores, confirms, and keeps a status message up to date.
/// </summary>
internal static class DiscordBenchmark
{
    private const int AtOnce = 64;
    private const int Channels = 16;
    private const int PerSecond = 100;
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(8);

    public static async Task RunAsync()
    {
        using var folder = new BenchmarkFolder();
        await using var discord = await DiscordStub.StartAsync();
        await using var bot = BotHost.Build(new Dictionary<string, string?>
        {
            ["Web:Url"] = "http://127.0.0.1:0",
            ["Storage:Path"] = folder.File("incidents.db"),
            ["Discord:ApiUrl"] = discord.ApiUrl,
            ["Discord:BotToken"] = DiscordStub.Token,
        });
        await bot.StartAsync();
        await discord.Connected;
        for (var channel = 0; channel < Channels; channel++)
        {
            await discord.SlashAsync(channel, "detected", channel, "measuring");
        }

        Console.WriteLine($"frame to answer, {PerSecond}/s        {await PacedAsync(discord)}");
        Console.WriteLine($"frame to answer, {AtOnce} at once    {await FlatOutAsync(discord)}");
        await bot.StopAsync();
    }

    private static async Task<Latencies> PacedAsync(DiscordStub discord)
    {
        List<double> latencies = [];
        List<Task> sent = [];
        var clock = Stopwatch.StartNew();
        for (var n = 0; clock.Elapsed < Warming + Measuring; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / PerSecond);
            while (clock.Elapsed < due)
            {
                await Task.Delay(1);
            }

            sent.Add(SendAsync(n, due));
        }

        await Task.WhenAll(sent);
        return new Latencies(latencies, Measuring);

        async Task SendAsync(int n, TimeSpan due)
        {
            await discord.SlashAsync(1_000 + n, "note", n % Channels, $"step {n} of the frames");
            if (due > Warming)
            {
                lock (latencies)
                {
                    latencies.Add((clock.Elapsed - due).TotalMilliseconds);
                }
            }
        }
    }

    private static async Task<Latencies> FlatOutAsync(DiscordStub discord)
    {
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Task.Run(() => SendAsync(i))));
        return new Latencies([.. all.SelectMany(l => l)], Measuring);

        async Task<List<double>> SendAsync(int sender)
        {
            List<double> latencies = [];
            for (var n = 0; clock.Elapsed < Warming + Measuring; n++)
            {
                var sent = clock.Elapsed;
                await discord.SlashAsync(1_000_000 + (sender * 100_000) + n, "note", sender % Channels, $"step {n} of the load");
                if (sent > Warming)
                {
                    latencies.Add((clock.Elapsed - sent).TotalMilliseconds);
                }
            }

            return latencies;
        }
    }
}
