using System.Globalization;
using IncidentBot.Faults.Bot;

namespace IncidentBot.Benchmarks;

/// <summary>The built program on a disk whose every sync takes longer, and what it holds in memory under load.</summary>
internal static class SlowDiskBenchmark
{
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        using var disk = new FaultyDisk(losesPower: false);
        using var bot = await BotProcess.StartAsync(disk.Folder, disk.Environment());
        var commands = new Uri(bot.Url, "/api/commands");
        var plain = await OpenLoadBenchmark.LoadAsync(commands, 100, Measuring);
        Console.WriteLine($"commands, at 100/s              {plain}");
        disk.Orders.Slow(TimeSpan.FromMilliseconds(30));
        var slow = await OpenLoadBenchmark.LoadAsync(commands, 100, Measuring);
        Console.WriteLine($"the same, each sync +30 ms      {slow}");
        disk.Orders.Heal();
        await OpenLoadBenchmark.LoadAsync(commands, 500, Measuring);
        Console.WriteLine($"memory after 10 s at 500/s      {ResidentMegabytes(bot.Id)} MB resident");
    }

    private static long ResidentMegabytes(int process) => long.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) >> 10;
}
