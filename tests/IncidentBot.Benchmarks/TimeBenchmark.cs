using System.Diagnostics;
using System.Globalization;
using IncidentBot.Core.Times;
using NodaTime;

namespace IncidentBot.Benchmarks;

/// <summary>What reading the time of a line costs: with a time, without one, long, and the first of a process.</summary>
internal static class TimeBenchmark
{
    /// <summary>The argument with which a process of its own reads one line.</summary>
    public const string First = "time-first";

    private const int Rounds = 2_000;
    private const int Starts = 5;

    private static readonly Instant Now = Instant.FromUtc(2026, 3, 5, 16, 5);

    private static readonly string[] Positives =
    [
        "10:42 failover started", "9:15am checkout is slow", "at 10:30 UTC we failed over", "20 minutes ago users report errors", "yesterday 23:10 the disk filled up",
        "2026-03-04 22:10 certificate expired", "between 10:00 and 10:45 checkout was down", "Feb 11, 9:00 AM config pushed", "errors on checkout since 10:42", "last night at 2am load doubled",
        "half past 3 users cannot log in", "escalated to the database team at 10:30.", "10:00 PST cache flush", "on Friday at 14:00 we deployed", "an hour and a half ago it went red",
    ];

    private static readonly string[] Negatives =
    [
        "database looked slow", "users report missing emojis", "3 pods down in eu-west-1", "p99 at 1200 ms", "version 10.42 is broken", "the 10:30 backup failed", "may have been the march release",
        "between 3 and 5 nodes are unhealthy", "2 hours of backlog to replay", "restarted the consumer, lag is falling", "502 on 10 of 12 hosts", "now seeing 500s on checkout",
    ];

    public static async Task RunAsync()
    {
        var zone = DateTimeZoneProviders.Tzdb["America/New_York"];
        var long10K = string.Concat(Enumerable.Repeat("the consumer lost 3 of 15 partitions and ", 250));
        Measure("lines with a time", Positives, zone);
        Measure("lines without one", Negatives, zone);
        Measure("lines of 10 KB", [.. Positives.Select(p => $"{p} {long10K}"), .. Negatives.Select(n => $"{n} {long10K}")], zone);
        await MeasureFirstAsync();
    }

    /// <summary>The first line of this process: with the database of zones cold, and after that was read.</summary>
    public static void ReadFirst()
    {
        var clock = Stopwatch.StartNew();
        var zone = DateTimeZoneProviders.Tzdb["America/New_York"];
        zone.GetZoneInterval(Now);
        var inHand = clock.Elapsed;
        TimeReader.Read(Positives[1], Now, zone, "en-US");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalMilliseconds} {(clock.Elapsed - inHand).TotalMilliseconds}"));
    }

    private static void Measure(string what, string[] lines, DateTimeZone zone)
    {
        foreach (var line in Enumerable.Repeat(lines, 200).SelectMany(l => l))
        {
            TimeReader.Read(line, Now, zone, "en-US");
        }

        var times = new double[Rounds * lines.Length];
        for (var i = 0; i < times.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            TimeReader.Read(lines[i % lines.Length], Now, zone, "en-US");
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(times);
        Console.WriteLine($"{what,-31} median {times[times.Length / 2]:N1} µs, p99 {times[times.Length * 99 / 100]:N1} µs of {times.Length:N0}");
    }

    private static async Task MeasureFirstAsync()
    {
        var (cold, warm) = (new List<double>(), new List<double>());
        for (var i = 0; i < Starts; i++)
        {
            var start = new ProcessStartInfo("dotnet", [typeof(TimeBenchmark).Assembly.Location, First]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var figures = (await process.StandardOutput.ReadLineAsync())!.Split(' ').Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
            await process.WaitForExitAsync();
            cold.Add(figures[0]);
            warm.Add(figures[1]);
        }

        Console.WriteLine($"first of a process              median {warm.Order().ElementAt(Starts / 2):N0} ms with the zone in hand, {cold.Order().ElementAt(Starts / 2):N0} ms with the zones cold");
    }
}
