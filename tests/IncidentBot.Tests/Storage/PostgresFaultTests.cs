using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Postgres;
using IncidentBot.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IncidentBot.Tests.Storage;

/// <summary>What goes wrong between the bot and PostgreSQL.</summary>
public sealed class PostgresFaultTests : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _opened = [];
    private PostgresCluster _cluster = null!;
    private string _address = "";

    public async Task InitializeAsync()
    {
        _cluster = await Postgres.ClusterAsync();
        _address = await _cluster.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var opened in _opened.AsEnumerable().Reverse())
        {
            await opened.DisposeAsync();
        }

        await _cluster.DropDatabaseAsync(_address);
    }

    [SkippableFact]
    public async Task A_command_whose_confirmation_is_lost_is_recorded_once_and_answered()
    {
        var (store, proxy) = await OpenThroughProxyAsync();
        await store.NoteAsync(Typed.Command("before", "d0"));
        proxy.DropAnswersToCommit(1);

        var answer = await store.NoteAsync(Typed.Command("disk full", "d1"));

        Assert.Equal((1, 2), (proxy.Dropped, answer.Entry));
        Assert.Equal(["before", "disk full"], (await store.ReadAsync(1))!.Entries.Select(e => e.Text));
        Assert.Equal(answer, await store.NoteAsync(Typed.Command("other", "d1")));
    }

    [SkippableFact]
    public async Task Without_a_key_a_lost_confirmation_is_told()
    {
        var (store, proxy) = await OpenThroughProxyAsync();
        proxy.DropAnswersToCommit(1);

        var error = await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("disk full")));

        Assert.True(error.OutcomeUnknown);
        Assert.Single((await store.ReadAsync(1))!.Entries);
    }

    [SkippableFact]
    public async Task A_store_that_tries_again_without_the_key_is_caught()
    {
        var (store, proxy) = await OpenThroughProxyAsync();
        proxy.DropAnswersToCommit(1);
        var request = Typed.Command("disk full");

        await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(request));
        await store.NoteAsync(request);

        Assert.Equal(2, (await store.ReadAsync(1))!.Entries.Count);
    }

    [SkippableFact]
    public async Task Confirmations_lost_under_load_lose_and_double_nothing()
    {
        var (store, proxy) = await OpenThroughProxyAsync();
        var load = new PostgresLoad([store, await OpenAsync(_address)], channels: 4);
        proxy.DropAnswersToCommit(20);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(load.SendAsync));

        var tally = await load.CountAsync(store);
        Assert.True(tally.IsTruthful, tally.ToString());
        Assert.Equal(20, proxy.Dropped);
    }

    [SkippableFact]
    public async Task Connections_that_fell_silent_are_given_up()
    {
        var (store, proxy) = await OpenThroughProxyAsync(";Command Timeout=1;Cancellation Timeout=100");
        await store.NoteAsync(Typed.Command("before", "d0"));
        await store.ReadAsync(1);
        proxy.Freeze();

        var answer = await store.NoteAsync(Typed.Command("disk full", "d1"));

        Assert.Equal(2, answer.Entry);
        Assert.Equal(2, (await store.ReadAsync(1))!.Entries.Count);
    }

    [SkippableFact]
    public async Task Ended_connections_under_load_lose_and_double_nothing()
    {
        var stores = new[] { await OpenAsync(_address), await OpenAsync(_address) };
        var load = new PostgresLoad(stores, channels: 5);
        using var stop = new CancellationTokenSource();
        var running = load.RunAsync(clients: 10, stop.Token);

        for (var round = 0; round < 10; round++)
        {
            await load.ConfirmedAsync(load.Confirmed + 20);
            await _cluster.ExecuteAsync(
                $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Database}' AND pid <> pg_backend_pid()");
        }

        await load.ConfirmedAsync(load.Confirmed + 20);
        await stop.CancelAsync();
        await running;
        var tally = await load.CountAsync(stores[0]);
        Assert.True(tally.IsTruthful, tally.ToString());
    }

    [SkippableFact]
    public async Task The_server_may_stop_at_once_under_load()
    {
        await using var cluster = await PostgresCluster.StartAsync(Needs.Postgres());

        var tally = await PostgresStops.RunAsync(cluster, rounds: 3, confirmed: 100, (_, _) => { });

        Assert.True(tally.IsTruthful, tally.ToString());
        Assert.True(tally.Confirmed >= 400, tally.ToString());
    }

    [SkippableFact]
    public async Task A_lock_that_is_held_too_long_refuses_the_command()
    {
        var store = await OpenAsync(_address + ";Options=-c lock_timeout=50", new NoPause());
        await store.NoteAsync(Typed.Command("before"));
        await using var other = await ConnectAsync();
        await using var held = await other.BeginTransactionAsync();
        await ExecuteAsync(other, "SELECT FROM incidents FOR UPDATE");

        var error = await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("disk full", "d1")));
        await held.RollbackAsync();

        Assert.False(error.OutcomeUnknown);
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, ((PostgresException)error.InnerException!).SqlState);
        Assert.NotNull(store.Trouble);
        Assert.Equal(2, (await store.NoteAsync(Typed.Command("disk full", "d1"))).Entry);
        Assert.Null(store.Trouble);
    }

    /// <summary>A session keeps what it began with, as one does that leads to a server that has become a standby.</summary>
    [SkippableFact]
    public async Task Connections_that_can_only_read_are_given_up()
    {
        var store = await OpenAsync(_address, new NoPause());
        await _cluster.ExecuteAsync($"ALTER DATABASE \"{Database}\" SET default_transaction_read_only = on");
        var error = await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("disk full", "d1")));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, ((PostgresException)error.InnerException!).SqlState);

        await _cluster.ExecuteAsync($"ALTER DATABASE \"{Database}\" SET default_transaction_read_only = off");

        Assert.Equal(1, (await store.NoteAsync(Typed.Command("disk full", "d1"))).Entry);
    }

    [SkippableFact]
    public async Task Trouble_is_told_and_goes_when_a_commit_works_again_without_another_command()
    {
        var store = await OpenAsync(_address + ";Options=-c lock_timeout=50", new NoPause());
        await store.NoteAsync(Typed.Command("before"));
        Assert.Null(await store.ExamineAsync(CancellationToken.None));
        await using var other = await ConnectAsync();
        await using var held = await other.BeginTransactionAsync();
        await ExecuteAsync(other, "SELECT FROM incidents, store FOR UPDATE");
        await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("disk full", "d1")));

        // Reading works all the while.
        Assert.Single(await store.ListAsync(null, 1, CancellationToken.None));
        var finding = await store.ExamineAsync(CancellationToken.None);
        await held.RollbackAsync();

        Assert.Equal(StoreState.Down, finding!.State);
        Assert.StartsWith("nothing can be stored since ", finding.Text, StringComparison.Ordinal);
        Assert.Null(await store.ExamineAsync(CancellationToken.None));
        Assert.Null(store.Trouble);
    }

    [SkippableFact]
    public async Task A_deadlock_is_resolved_by_trying_again()
    {
        var store = await OpenAsync(_address);
        await store.NoteAsync(Typed.Command("before"));
        await using var other = await ConnectAsync();
        await using var held = await other.BeginTransactionAsync();
        await ExecuteAsync(other, "SET LOCAL deadlock_timeout = '1min'");
        await ExecuteAsync(other, "SELECT FROM incidents FOR UPDATE");

        var recording = store.NoteAsync(Typed.Command("disk full", "d1"));
        var key = await WaitingChannelAsync(other);
        await ExecuteAsync(other, $"SELECT pg_advisory_xact_lock({key.Class}, {key.Key})");
        await held.RollbackAsync();

        Assert.Equal(2, (await recording).Entry);
        Assert.Contains("deadlock detected", _cluster.Log, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Whoever_waits_too_long_for_a_connection_is_refused()
    {
        var time = new ManualTime();
        await using var store = Postgres.Create(_address + ";Maximum Pool Size=1", time: time);
        await store.PrepareAsync(CancellationToken.None);
        await store.NoteAsync(Typed.Command("before"));
        await using var other = await ConnectAsync();
        await using var held = await other.BeginTransactionAsync();
        await ExecuteAsync(other, "SELECT FROM incidents FOR UPDATE");

        var first = store.NoteAsync(Typed.Command("first"));
        var second = store.NoteAsync(Typed.Command("second", channel: "C2"));
        await time.TimersAsync(1);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.False((await Assert.ThrowsAsync<StorageException>(() => second)).OutcomeUnknown);
        await held.RollbackAsync();
        Assert.Equal(2, (await first).Entry);
    }

    [SkippableFact]
    public async Task Readers_that_wait_keep_nobody_from_recording()
    {
        await using var store = Postgres.Create(_address + ";Maximum Pool Size=1");
        await store.PrepareAsync(CancellationToken.None);
        await using var other = await ConnectAsync();
        await using var held = await other.BeginTransactionAsync();
        await ExecuteAsync(other, "LOCK TABLE event_words IN ACCESS EXCLUSIVE MODE");
        var reading = store.ListAsync(null, 1, CancellationToken.None);

        var answer = await store.RecordAsync(Typed.Command("/incident status", "d1"), Typed.Ask("all is well"), CancellationToken.None);

        Assert.Equal("all is well", answer.Reply);
        Assert.False(reading.IsCompleted);
        await held.RollbackAsync();
        Assert.Empty(await reading);
    }

    [SkippableFact]
    public async Task A_server_that_takes_no_more_connections_loses_and_doubles_nothing()
    {
        await using var cluster = await PostgresCluster.StartAsync(Needs.Postgres(), "max_connections = 12", "superuser_reserved_connections = 2");
        var address = await cluster.CreateDatabaseAsync();
        await using var one = await Postgres.OpenAsync(address);
        await using var another = await Postgres.OpenAsync(address);
        var load = new PostgresLoad([one, another], channels: 40);

        await Task.WhenAll(Enumerable.Range(0, 400).Select(load.SendAsync));

        var tally = await load.CountAsync(one);
        Assert.True(tally.IsTruthful, tally.ToString());
        Assert.True(tally.Confirmed > 0, tally.ToString());
        Assert.Contains("too many clients", cluster.Log, StringComparison.Ordinal);
    }

    private string Database => new NpgsqlConnectionStringBuilder(_address).Database!;

    private async Task<PostgresIncidentStore> OpenAsync(string address, Random? random = null)
    {
        var store = new PostgresIncidentStore(
            PostgresSettings.Read(address)!, TimeProvider.System, NullLogger<PostgresIncidentStore>.Instance, random ?? new Random(1));
        _opened.Add(store);
        await store.PrepareAsync(CancellationToken.None);
        return store;
    }

    private async Task<(PostgresIncidentStore Store, TcpProxy Proxy)> OpenThroughProxyAsync(string more = "")
    {
        var proxy = new TcpProxy(_cluster.Port);
        _opened.Add(proxy);
        var address = new NpgsqlConnectionStringBuilder(_address + more) { Port = proxy.Port };
        return (await OpenAsync(address.ToString()), proxy);
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_address + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The advisory lock of a command that waits for another lock.</summary>
    private static async Task<(long Class, int Key)> WaitingChannelAsync(NpgsqlConnection connection)
    {
        while (true)
        {
            await using var command = new NpgsqlCommand(
                """
                SELECT classid::bigint, objid::bigint::bit(32)::int FROM pg_locks a
                WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND EXISTS (SELECT FROM pg_locks w WHERE w.pid = a.pid AND NOT w.granted)
                """,
                connection);
            await using var reader = await command.ExecuteReaderAsync();
            if (await reader.ReadAsync())
            {
                return (reader.GetInt64(0), reader.GetInt32(1));
            }
        }
    }

    /// <summary>Full jitter at its lowest.</summary>
    private sealed class NoPause : Random
    {
        public override double NextDouble() => 0;
    }
}
