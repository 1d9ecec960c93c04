using System.Diagnostics;
using IncidentBot.Faults.Bot;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Benchmarks;

/// <summary>One incident of 100,000 entries, through the built program: its first page, its draft, one more entry.</summary>
internal static class LargeIncidentBenchmark
{
    private const int Entries = 100_000;
    private const int Times = 7;
    private static readonly string[] Pages =
    [
        "/incidents/1", "/?channel=C1", "/incidents/1?entry=500", "/api/incidents/INC-1/draft", "/api/search?q=workers&limit=20",
    ];

    public static async Task RunAsync()
    {
        using var folder = new BenchmarkFolder();
        Directory.CreateDirectory(folder.File("data"));
        await FillAsync(folder.File("data/incidents.db"));
        using var bot = await BotProcess.StartAsync(folder.Root);
        using var http = new HttpClient { BaseAddress = bot.Url, Timeout = TimeSpan.FromMinutes(2) };
        foreach (var page in Pages)
        {
            List<double> times = [];
            for (var i = 0; i < Times; i++)
            {
                var clock = Stopwatch.StartNew();
                using var response = await http.GetAsync(new Uri(page, UriKind.Relative));
                if (!response.IsSuccessStatusCode)
                {
                    break;
                }

                await response.Content.ReadAsByteArrayAsync();
                times.Add(clock.Elapsed.TotalMilliseconds);
            }

            if (times.Count > 0)
            {
                Console.WriteLine($"{page,-31} first {times[0],7:N0} ms   then median {times.Skip(1).Order().ElementAt((Times - 1) / 2),7:N0} ms");
            }
        }
    }

    private static async Task FillAsync(string path)
    {
        await using var store = SqliteIncidentStore.Open(path, TimeProvider.System, NullLogger<SqliteIncidentStore>.Instance);
        for (var done = 0; done < Entries; done += 1000)
        {
            await Task.WhenAll(Enumerable.Range(done, 1000).Select(n =>
            {
                var request = Notes.Request("C1", $"{n}");
                return store.RecordAsync(request, Notes.Decide(request), CancellationToken.None);
            }));
        }
    }
}
