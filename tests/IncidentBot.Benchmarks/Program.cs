using IncidentBot.Benchmarks;

// dotnet run -c Release --project tests/IncidentBot.Benchmarks [-- http drafts start ...]
// Figures are for comparing within one run: ratios, and growth from one row to the next.
if (args is [TimeBenchmark.First])
{
    TimeBenchmark.ReadFirst();
    return;
}

(string Name, Func<Task> Run)[] all =
[
    ("time", TimeBenchmark.RunAsync),
    ("store", StoreBenchmark.RunAsync),
    ("http", HttpBenchmark.RunAsync),
    ("slack", SlackBenchmark.RunAsync),
    ("discord", DiscordBenchmark.RunAsync),
    ("search", SearchBenchmark.RunAsync),
    ("growth", GrowthBenchmark.RunAsync),
    ("slow-disk", SlowDiskBenchmark.RunAsync),
    ("postgres", PostgresBenchmark.RunAsync),
    ("large", LargeIncidentBenchmark.RunAsync),
    ("drafts", () => Task.Run(DraftBenchmark.Run)),
    ("start", StartBenchmark.RunAsync),
];
foreach (var (name, run) in all.Where(b => args.Length == 0 || args.Contains(b.Name)))
{
    Console.WriteLine($"== {name}");
    await run();
}
