using IncidentBot.Benchmarks;

// dotnet run -c Release --project tests/IncidentBot.Benchmarks
// Figures are for comparing within one run: ratios, and growth from one row to the next.
await HttpBenchmark.RunAsync();
DraftBenchmark.Run();
await StartBenchmark.RunAsync();
