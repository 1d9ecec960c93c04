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
    private const int Rounds = 3;
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(5);

    public static async Task RunAsync()
    {
        if (PostgresCluster.FindPrograms() is not { } programs)
        {
            Console.WriteLine("PostgreSQL is not installed.");
            return;
        }

        await using var cluster = await PostgresCluster.StartAsync(programs);
        List<(Latencies Sqlite, Latencies Postgres)> rounds = [];
        for (var i = 0; i < Rounds; i++)
        {
            // In turn, so that whatever else the machine does falls on both.
            rounds.Add((await SqliteAsync(), await PostgresAsync(cluster)));
        }

        Console.WriteLine($"SQLite                          {rounds.Select(r => r.Sqlite).Median()}");
        Console.WriteLine(
            $"PostgreSQL                      {rounds.Select(r => r.Postgres).Median()}   " +
            $"{rounds.Select(r => r.Postgres.PerSecond / r.Sqlite.PerSecond).Order().ElementAt(Rounds / 2):0.00} of SQLite");
    }

    private static async Task<Latencies> SqliteAsync()
    {
        using var folder = new BenchmarkFolder();
        await using var store = SqliteIncidentStore.Open(
            folder.File("incidents.db"), TimeProvider.System, NullLogger<SqliteIncidentStore>.Instance);
        return await LoadAsync(store);
    }

    private static async Task<Latencies> PostgresAsync(PostgresCluster cluster)
    {
        await using var store = new PostgresIncidentStore(
            PostgresSettings.Read(await cluster.CreateDatabaseAsync())!, TimeProvider.System, NullLogger<PostgresIncidentStore>.Instance, new Random(1));
        await store.PrepareAsync(CancellationToken.None);
        return await LoadAsync(store);
    }

    private static Task<Latencies> LoadAsync(IIncidentStore store) => Loads.FlatOutAsync(Waiting, Warming, Measuring, (writer, n) =>
    {
        var request = Notes.Request($"C{writer}", $"{writer}-{n}");
        return store.RecordAsync(request, Notes.Decide(request), CancellationToken.None);
    });
}
