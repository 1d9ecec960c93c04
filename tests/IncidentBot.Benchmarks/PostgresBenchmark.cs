using System.Diagnostics;
using IncidentBot.Core.Incidents;
using IncidentBot.Faults.Bot;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Benchmarks;

/// <summary>The same commands into SQLite and into a PostgreSQL of our own on the same disk.</summary>
internal static class PostgresBenchmark
{
    private const int Waiting = 64;
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(5);

    public static async Task RunAsync()
    {
        if (PostgresCluster.FindPrograms() is not { } programs)
        {
            Console.WriteLine("PostgreSQL is not installed.");
            return;
        }

        using var folder = new BenchmarkFolder();
        await using var sqlite = SqliteIncidentStore.Open(
            folder.File("incidents.db"), TimeProvider.System, NullLogger<SqliteIncidentStore>.Instance);
        Console.WriteLine($"SQLite                          {await LoadAsync(sqlite)}");

        await using var cluster = await PostgresCluster.StartAsync(programs);
        await using var postgres = new PostgresIncidentStore(
            PostgresSettings.Read(await cluster.CreateDatabaseAsync())!, TimeProvider.System, NullLogger<PostgresIncidentStore>.Instance, new Random(1));
        await postgres.PrepareAsync(CancellationToken.None);
        Console.WriteLine($"PostgreSQL                      {await LoadAsync(postgres)}");
    }

    private static async Task<Latencies> LoadAsync(IIncidentStore store)
    {
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, Waiting).Select(i => Task.Run(() => WriteAsync(i))));
        return new Latencies([.. all.SelectMany(l => l)], Measuring);

        async Task<List<double>> WriteAsync(int writer)
        {
            List<double> latencies = [];
            for (var n = 0; clock.Elapsed < Warming + Measuring; n++)
            {
                var request = Notes.Request($"C{writer}", $"{writer}-{n}");
                var began = clock.Elapsed;
                await store.RecordAsync(request, Notes.Decide(request), CancellationToken.None);
                if (began > Warming)
                {
                    latencies.Add((clock.Elapsed - began).TotalMilliseconds);
                }
            }

            return latencies;
        }
    }
}
