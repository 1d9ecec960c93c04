using System.Diagnostics;
using System.Globalization;
using Dapper;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Benchmarks;

/// <summary>Appending to a store that holds more and more, and starting on one that holds a million events.</summary>
internal static class GrowthBenchmark
{
    private const int Waiting = 64;
    private const int Rounds = 3;
    private const int EventsEach = 1000;
    private const long LogBytes = 64 << 20;
    private static readonly long[] Sizes = [10_000, 1_000_000, 5_000_000];
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(4);
    private static long _last = 1_400_000_000_000_000_000;

    public static async Task RunAsync()
    {
        using var folder = new BenchmarkFolder();
        var path = folder.File("incidents.db");
        Dictionary<string, Latencies> small = [];
        foreach (var size in Sizes)
        {
            Fill(path, size);
            List<(Latencies Growing, Latencies Random)> rounds = [];
            for (var i = 0; i < Rounds; i++)
            {
                // In turn, so that whatever else the machine does falls on both.
                rounds.Add((await AppendAsync(File(), Growing), await AppendAsync(File(), Random)));
            }

            Say("growing", rounds.Select(r => r.Growing).Median());
            Say("random", rounds.Select(r => r.Random).Median());
            if (size == 1_000_000)
            {
                await StartAsync(path);
            }

            // A small one would not stay small for long.
            string File()
            {
                var fresh = size > Sizes[0] ? path : folder.File($"{Guid.NewGuid():N}.db");
                Fill(fresh, size);
                return fresh;
            }

            void Say(string ids, Latencies median)
            {
                small.TryAdd(ids, median);
                Console.WriteLine(
                    $"append at {size,9:N0}, {ids,-7} ids {median}   {small[ids].PerSecond / median.PerSecond:0.00} of the time at {Sizes[0]:N0}");
            }
        }
    }

    /// <summary>As the platforms give them: a time or a count comes first.</summary>
    private static string Growing() => string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _last):D19}");

    /// <summary>As scripts give them: each goes to another place in the index.</summary>
    private static string Random() => Guid.NewGuid().ToString("N");

    private static async Task<Latencies> AppendAsync(string path, Func<string> nextId)
    {
        await using var store = SqliteIncidentStore.Open(path, TimeProvider.System, NullLogger<SqliteIncidentStore>.Instance);
        var run = Guid.NewGuid().ToString("N");
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, Waiting).Select(i => Task.Run(() => WriteAsync(i))));
        return new Latencies([.. all.SelectMany(l => l)], Measuring);

        async Task<List<double>> WriteAsync(int writer)
        {
            List<double> latencies = [];
            while (clock.Elapsed < Warming + Measuring)
            {
                var request = Notes.Request($"{run}-{writer}", nextId());
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

    /// <summary>Closed incidents of a thousand notes each, made in the database: as large as real ones, but not chained.</summary>
    private static void Fill(string path, long size)
    {
        using var connection = new SqliteFile(path).OpenOrCreate(TimeProvider.System);
        // Random ids touch every page again and again: kept in memory, each is written once.
        connection.Execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-800000");
        var template = Notes.Template();
        var note = template.Events[0];
        var missing = size - connection.ExecuteScalar<long>("SELECT events FROM ledger");
        var first = connection.ExecuteScalar<int>("SELECT coalesce(max(number), 0) + 1 FROM incidents");
        using var transaction = connection.BeginTransaction(deferred: false);
        for (var number = first; missing > 0; number++, missing -= EventsEach)
        {
            connection.Execute(
                """
                INSERT INTO incidents (number, title_event, state, opened_at, closed_at, channel, entries, version, head)
                VALUES (@number, 1, 'closed', 1, 2, @channel, @EventsEach, @EventsEach, zeroblob(32));
                INSERT INTO incident_channels (channel, incident) VALUES (@channel, @number);
                WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < @EventsEach)
                INSERT INTO events (incident, version, type, entry, actor_id, actor_name, sent_at, recorded_at, facts, words_hash, link)
                SELECT @number, v, @Type, v, @ActorId, @ActorName, @SentAt, @RecordedAt, @Facts, @WordsHash, randomblob(32) FROM n;
                WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < @EventsEach)
                INSERT INTO event_words (incident, version, salt, words) SELECT @number, v, @Salt, @StoredWords FROM n;
                WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < @EventsEach)
                INSERT INTO deliveries (source, delivery_id, incident, entry, recorded, kind, occurred_at, recorded_at, reply)
                SELECT 'api', lower(hex(randomblob(16))), @number, v, 1, 'note', @SentAt, @RecordedAt, @reply FROM n;
                UPDATE ledger SET events = events + @EventsEach;
                """,
                new
                {
                    number,
                    channel = $"old-{number}",
                    EventsEach,
                    note.Type,
                    note.ActorId,
                    note.ActorName,
                    note.SentAt,
                    note.RecordedAt,
                    note.Facts,
                    note.WordsHash,
                    note.Salt,
                    note.StoredWords,
                    reply = Notes.Answer(Notes.Request("C1", "x")).Reply,
                },
                transaction);
        }

        transaction.Commit();
        connection.Execute("PRAGMA journal_mode=WAL");
    }

    /// <summary>Starts on a copy with a long write-ahead log, as a kill in the midst of much work would leave it.</summary>
    private static async Task StartAsync(string path)
    {
        using var folder = new BenchmarkFolder();
        Directory.CreateDirectory(folder.File("data"));
        var copy = folder.File("data/incidents.db");
        File.Copy(path, folder.File("work.db"));
        using (var connection = new SqliteFile(folder.File("work.db")).OpenOrCreate(TimeProvider.System))
        {
            connection.Execute("PRAGMA wal_autocheckpoint=0");
            for (var n = 0; new FileInfo(folder.File("work.db-wal")).Length < LogBytes; n++)
            {
                connection.Execute(
                    "INSERT INTO deliveries (source, delivery_id, recorded, reply) SELECT 'log', @n || '-' || delivery_id, 0, reply FROM deliveries LIMIT 5000",
                    new { n });
            }

            File.Copy(folder.File("work.db"), copy);
            File.Copy(folder.File("work.db-wal"), copy + "-wal");
        }

        var times = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            var (time, _) = await StartBenchmark.StartAsync(folder.Root);
            times.Add(time);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"start to ready, 1M events       first with {LogBytes >> 20} MB of log {times[0]:N0} ms, then {times[1]:N0} ms"));
    }
}
