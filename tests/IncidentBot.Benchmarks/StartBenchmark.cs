using System.Diagnostics;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Benchmarks;

/// <summary>The built program: from start to ready, and what it takes while nobody types.</summary>
internal static class StartBenchmark
{
    private const int Starts = 5;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-benchmark-");
        try
        {
            var times = new List<double>();
            var megabytes = 0L;
            for (var i = 0; i < Starts; i++)
            {
                (var time, megabytes) = await StartAsync(folder.FullName);
                times.Add(time);
            }

            Console.WriteLine($"start to ready                  median {times.Order().ElementAt(Starts / 2):N0} ms of {Starts}, slowest {times.Max():N0} ms");
            Console.WriteLine($"memory while idle               {megabytes} MB resident");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static async Task<(double Milliseconds, long Megabytes)> StartAsync(string folder)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(BotHost).Assembly.Location]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["Web__Url"] = "http://127.0.0.1:0";
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The bot did not start.");
            using var http = new HttpClient { BaseAddress = new Uri(line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal))) };
            using var ready = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
            ready.EnsureSuccessStatusCode();
            var time = clock.Elapsed.TotalMilliseconds;
            await Task.Delay(TimeSpan.FromSeconds(2));
            process.Refresh();
            return (time, process.WorkingSet64 >> 20);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
