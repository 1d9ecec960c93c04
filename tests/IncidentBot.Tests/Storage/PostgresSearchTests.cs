using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Postgres;
using Npgsql;

namespace IncidentBot.Tests.Storage;

/// <summary>The index in PostgreSQL: what a redaction leaves of it, and that it is made wherever it is missing.</summary>
public sealed class PostgresSearchTests : IAsyncLifetime
{
    private const string Tokens = "SELECT coalesce(string_agg(tokens::text, ' '), '') FROM search_entries";

    private PostgresCluster _cluster = null!;
    private string _address = "";

    public async Task InitializeAsync()
    {
        _cluster = await Postgres.ClusterAsync();
        _address = await _cluster.CreateDatabaseAsync();
    }

    public Task DisposeAsync() => _cluster.DropDatabaseAsync(_address);

    [SkippableFact]
    public async Task A_redaction_takes_the_words_from_the_index_in_its_own_transaction()
    {
        await using var store = await Postgres.OpenAsync(_address);
        await store.NoteAsync(Typed.Command("Señal-Secreta"));
        await store.NoteAsync(Typed.Command("innocent"));
        Assert.Equal(2, await CountAsync(store, "senal"));
        Assert.Contains("senalsecreta", await ReadAsync(Tokens), StringComparison.Ordinal);

        await RedactAsync(store, 1);

        Assert.Equal("'innocent'", (await ReadAsync(Tokens)).Trim());
        Assert.Equal((0, 1), (await CountAsync(store, "senal"), await CountAsync(store, "innocent")));
        Assert.Equal("'innocent'", (await ReadAsync(Tokens)).Trim());
    }

    [SkippableFact]
    public async Task Whoever_fills_the_index_and_whoever_redacts_wait_for_each_other()
    {
        await using var store = await Postgres.OpenAsync(_address);
        await store.NoteAsync(Typed.Command("secreta"));
        await using var other = await ConnectAsync();
        await using var filling = await other.BeginTransactionAsync();
        await ExecuteAsync(other, "SELECT pg_advisory_xact_lock(5282233363699073028)");
        var redacting = RedactAsync(store, 1);
        while (await ReadAsync("SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") == "0")
        {
            Assert.False(redacting.IsCompleted);
            await Task.Yield();
        }

        // What another instance read before, it writes before.
        await ExecuteAsync(other, "INSERT INTO search_entries VALUES (1, 1, '''secreta''', 3, 3, 3) ON CONFLICT DO NOTHING");
        await filling.CommitAsync();
        await redacting;

        Assert.DoesNotContain("secreta", await ReadAsync(Tokens), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("TRUNCATE search_entries, search_state")]
    [InlineData("DELETE FROM search_state")]
    [InlineData("UPDATE search_state SET form = 0")]
    [InlineData("UPDATE search_state SET link = '\\x00', version = 2")]
    [InlineData("UPDATE search_state SET version = 99")]
    public async Task An_index_that_is_missing_or_not_its_own_is_made_anew(string damage)
    {
        await using var store = await Postgres.OpenAsync(_address);
        foreach (var n in Enumerable.Range(1, 5))
        {
            await store.NoteAsync(Typed.Command($"disk {n} full", channel: $"C{n}"));
        }

        Assert.Equal(10, await CountAsync(store, "disk"));
        await _cluster.ExecuteAsync(damage, _address);
        await _cluster.ExecuteAsync("UPDATE search_entries SET tokens = '''disk'' ''wrong'''", _address);

        Assert.Equal((10, 10, 0), (await CountAsync(store, "disk"), await CountAsync(store, "full"), await CountAsync(store, "wrong")));
        await store.NoteAsync(Typed.Command("disk replaced", channel: "C2"));
        Assert.Equal(11, await CountAsync(store, "disk"));
    }

    [SkippableFact]
    public async Task While_the_index_is_made_the_answer_says_how_much_was_searched_and_asking_again_goes_on()
    {
        await using (var store = await Postgres.OpenAsync(_address))
        {
            foreach (var n in Enumerable.Range(1, 3))
            {
                var request = Typed.Command("batch", channel: $"C{n}");
                await store.NoteAsync(Typed.Command("first", channel: $"C{n}"));
                await store.RecordAsync(
                    request, Typed.Append(request, [.. Enumerable.Range(2, 3_500).Select(i => Events.Note(i, "again"))]), CancellationToken.None);
            }
        }

        await _cluster.ExecuteAsync("TRUNCATE search_entries, search_state", _address);
        await using var reopened = Postgres.Create(_address, time: new HurryingTime());
        var found = new List<(int Searched, int Incident)>();
        for (var i = 0; i < 3; i++)
        {
            var result = await SearchAsync(reopened, "first");
            found.Add((result.Searched, result.Hits.Count));
            Assert.Equal(3, result.Incidents);
        }

        // The newest first; of the next one the beginning is in, too.
        Assert.Equal([(1, 4), (2, 6), (3, 6)], found);
    }

    [SkippableFact]
    public async Task Instances_that_record_search_and_redact_together_find_what_is_confirmed()
    {
        await using var store = await Postgres.OpenAsync(_address);
        await using var second = await Postgres.OpenAsync(_address);
        PostgresIncidentStore[] stores = [store, second];
        await store.NoteAsync(Typed.Command("step 0"));

        await Task.WhenAll(Enumerable.Range(1, 6).Select(async worker =>
        {
            foreach (var n in Enumerable.Range(1, 5))
            {
                await stores[worker % 2].NoteAsync(Typed.Command($"step worker{worker}of{n}end", channel: $"C{worker}"));
                Assert.Equal(n == 1 && worker > 1 ? 2 : 1, await CountAsync(stores[(worker + 1) % 2], $"worker{worker}of{n}end"));
            }

            if (worker % 3 == 0)
            {
                await RedactAsync(stores[worker % 2], 1, $"C{worker}");
            }
        }));

        Assert.Equal(0, await CountAsync(store, "worker3of1end"));
        Assert.Equal(31 + 6 - 4, await CountAsync(store, "step"));
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_address + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private async Task<string> ReadAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<CommandAnswer> RedactAsync(PostgresIncidentStore store, int number, string channel = "C1")
    {
        var request = Typed.Command("redact", channel: channel);
        return store.RecordAsync(request, Typed.Redact(request, number), CancellationToken.None);
    }

    private static async Task<int> CountAsync(PostgresIncidentStore store, string words) => (await SearchAsync(store, words)).Total;

    private static Task<SearchResult> SearchAsync(PostgresIncidentStore store, string words)
    {
        Assert.True(SearchQuery.TryRead(words, out var query, out var problem), problem);
        return store.SearchAsync(query, 20, CancellationToken.None);
    }

    /// <summary>Goes on by a minute whenever it is read; no timer is ever due.</summary>
    private sealed class HurryingTime : TimeProvider
    {
        private long _minutes;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _minutes) * 60;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
