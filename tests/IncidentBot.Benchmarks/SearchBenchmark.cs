using System.Diagnostics;
using System.Globalization;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Faults.Bot;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace IncidentBot.Benchmarks;

/// <summary>Words in many entries: how long the index takes to be made and to follow, how large it is, and how long a search takes.</summary>
internal static class SearchBenchmark
{
    private const int Each = 500;
    private static readonly string[] Parts =
    [
        "checkout", "deploy", "database", "queue", "latency", "timeout", "replica", "failover", "cache", "index", "certificate", "España", "gateway",
        "rolled", "back", "restarted", "paged", "suspected", "confirmed", "nothing", "unusual", "errors", "graphs", "since", "the", "of", "in", "on",
    ];

    /// <summary>From a word in every entry to one in a single entry, and one in none.</summary>
    private static readonly string[] Questions = ["step", "s", "cache deploy", "db-prod-7 timeout", "espa", "ticket4711", "nowhere", "checkout queue latency index"];

    public static Task RunAsync() => RunAsync(
        int.TryParse(Environment.GetEnvironmentVariable("INCIDENTBOT_ENTRIES"), NumberStyles.None, CultureInfo.InvariantCulture, out var entries)
            ? entries
            : 100_000);

    private static async Task RunAsync(int entries)
    {
        using var folder = new BenchmarkFolder();
        var path = folder.File("incidents.db");
        await using (var filling = Open(path))
        {
            await FillAsync(filling, entries);
        }

        File.Delete(path + ".search");
        await using (var store = Open(path))
        {
            await MeasureAsync(store, entries);
        }

        Console.WriteLine($"files                           index {Megabytes(path + ".search")} MB, database {Megabytes(path)} MB");
        if (PostgresCluster.FindPrograms() is { } programs)
        {
            await RunOnPostgresAsync(programs, entries);
        }
        else
        {
            Console.WriteLine("PostgreSQL                      is not installed");
        }
    }

    private static async Task RunOnPostgresAsync(string programs, int entries)
    {
        await using var cluster = await PostgresCluster.StartAsync(programs);
        var address = await cluster.CreateDatabaseAsync();
        Console.WriteLine("PostgreSQL");
        await using (var filling = await OpenAsync(address))
        {
            await FillAsync(filling, entries);
        }

        await cluster.ExecuteAsync("TRUNCATE search_entries, search_state", address);
        await using var store = await OpenAsync(address);
        await MeasureAsync(store, entries);
    }

    private static async Task MeasureAsync(IIncidentStore store, int entries)
    {
        var clock = Stopwatch.StartNew();
        var result = await store.SearchAsync(Query("nowhere"), 20, CancellationToken.None);
        var first = clock.Elapsed;
        while (result.Searched < result.Incidents)
        {
            result = await store.SearchAsync(Query("nowhere"), 20, CancellationToken.None);
        }

        Console.WriteLine($"index of {entries,9:N0} entries      made in {clock.Elapsed.TotalSeconds:0.0} s, first answer after {first.TotalMilliseconds:N0} ms");
        foreach (var question in Questions)
        {
            var times = new List<double>();
            for (var i = 0; i < 50; i++)
            {
                times.Add(await TimeAsync(async () => result = await store.SearchAsync(Query(question), 20, CancellationToken.None)));
            }

            times.Sort();
            Console.WriteLine($"find {question,-26} p50 {times[25],7:0.0} ms   max {times[^1],7:0.0} ms   {result.Total,5} found");
        }

        await NoteAsync(store, "C0", 2, "one more ticket4712");
        var follow = await TimeAsync(() => store.SearchAsync(Query("ticket4712"), 20, CancellationToken.None));
        Console.WriteLine($"find right after a commit       {follow:0.0} ms");
    }

    private static async Task<PostgresIncidentStore> OpenAsync(string address)
    {
        var store = new PostgresIncidentStore(
            PostgresSettings.Read(address)!, TimeProvider.System, NullLogger<PostgresIncidentStore>.Instance, Random.Shared);
        await store.PrepareAsync(CancellationToken.None);
        return store;
    }

    private static SqliteIncidentStore Open(string path) =>
        SqliteIncidentStore.Open(path, TimeProvider.System, NullLogger<SqliteIncidentStore>.Instance);

    private static async Task FillAsync(IIncidentStore store, int entries)
    {
        var random = new Random(1);
        for (var n = 0; n < entries; n += Each)
        {
            var request = Request($"C{n / Each}");
            var events = Enumerable.Range(1, Each).Select(i => Entry(
                i, $"step {n + i}: {string.Join(' ', random.GetItems(Parts, 8))} db-prod-{random.Next(40)} ticket{n + i} https://example.org/runs/{n + i}"));
            await store.RecordAsync(request, state => Recorded(
                request,
                state.Next,
                [
                    new IncidentEvent.Opened("Europe/Madrid", null) { Words = new Words($"Outage {n / Each}") },
                    new IncidentEvent.ChannelBound(request.Channel), .. events,
                ]), CancellationToken.None);
        }
    }

    private static Task<CommandAnswer> NoteAsync(IIncidentStore store, string channel, int more, string text)
    {
        var request = Request(channel);
        return store.RecordAsync(
            request,
            state => Recorded(request, state.Current!.Id, [.. Enumerable.Range(state.Current.NextEntry, more).Select(i => Entry(i, text))]),
            CancellationToken.None);
    }

    private static IncidentEvent.EntryRecorded Entry(int number, string text) =>
        new IncidentEvent.EntryRecorded(number, EntryKind.Note, new Moment(Instant.FromUtc(2026, 3, 5, 9, 0), null, Precision.Minute, "UTC"), false)
        {
            Words = new Words(text),
        };

    private static Decision Recorded(CommandRequest request, IncidentId id, IReadOnlyList<IncidentEvent> events) =>
        new(id, events, null, new CommandAnswer(true, id, null, "note", null, request.ReceivedAt, "recorded"));

    private static CommandRequest Request(string channel) => new()
    {
        Channel = new ChannelId(channel),
        Actor = new Person("U1", "Ana"),
        Text = "a batch",
        SentAt = Instant.FromUtc(2026, 3, 5, 9, 0),
        ReceivedAt = Instant.FromUtc(2026, 3, 5, 9, 0),
    };

    private static SearchQuery Query(string words) =>
        SearchQuery.TryRead(words, out var query, out var problem) ? query : throw new ArgumentException(problem, nameof(words));

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var clock = Stopwatch.StartNew();
        await action();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static long Megabytes(string path) => new FileInfo(path).Length >> 20;
}
