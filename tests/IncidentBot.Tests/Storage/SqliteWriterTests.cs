using Dapper;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Storage;

/// <summary>What the writing thread does that no caller of the store can see in an answer.</summary>
public sealed class SqliteWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_comes_while_it_writes_is_committed_together()
    {
        await using var store = Open();
        await store.NoteAsync(Typed.Command("first", channel: "C0"));
        using var turn = new ManualResetEventSlim();
        var slow = store.RecordAsync(Typed.Command("slow", channel: "C-slow"), state => Waits(state, turn), CancellationToken.None);
        var notes = Enumerable.Range(0, 100).Select(n => store.NoteAsync(Typed.Command($"note {n}", $"d{n}", channel: $"C{n % 7}"))).ToList();
        var before = LogLength();
        turn.Set();
        await slow;
        await Task.WhenAll(notes);

        // One commit writes each page once: a hundred commits would have written the first page a hundred times.
        Assert.InRange(LogLength() - before, 1, 60 * 4120);
        Assert.Equal(101, (await store.ListAsync(null, 100, CancellationToken.None)).Sum(i => i.Entries));
    }

    [Fact]
    public async Task A_queue_that_is_full_refuses_at_once_and_what_it_took_is_recorded()
    {
        await using var store = Open();
        using var turn = new ManualResetEventSlim();
        var slow = store.RecordAsync(Typed.Command("slow", channel: "C-slow"), state => Waits(state, turn), CancellationToken.None);
        List<Task<CommandAnswer>> taken = [];
        StorageException? refused = null;
        while (refused is null)
        {
            try
            {
                taken.Add(store.NoteAsync(Typed.Command(new string('x', 1_000_000), $"d{taken.Count}")));
            }
            catch (StorageException e)
            {
                refused = e;
            }
        }

        turn.Set();
        await slow;
        await Task.WhenAll(taken);

        Assert.False(refused.OutcomeUnknown);
        Assert.InRange(taken.Count, 30, 40);
        Assert.Equal(taken.Count, (await store.ReadAsync(1))!.Entries.Count);
    }

    [Fact]
    public async Task The_log_is_copied_into_the_file_along_the_way()
    {
        await using var store = Open();
        for (var n = 0; n < 200; n++)
        {
            await store.NoteAsync(Typed.Command(new string('x', 200_000), $"d{n}"));
        }

        // 200 notes of 200 KB: without a checkpoint all 40 MB would be in the log.
        Assert.InRange(LogLength(), 1, 25_000_000);
        Assert.True(new FileInfo(_folder.File()).Length > 4_000_000);
    }

    [Fact]
    public async Task A_reader_that_stays_does_not_stop_the_writer_and_the_log_shrinks_after_it()
    {
        await using var store = Open();
        await store.NoteAsync(Typed.Command("first"));
        using (var reader = Sqlite.Connect(_folder.File()))
        {
            using var held = reader.BeginTransaction(deferred: true);
            Assert.Equal(1, reader.ExecuteScalar<int>("SELECT count(*) FROM incidents", transaction: held));
            for (var n = 0; n < 100; n++)
            {
                await store.NoteAsync(Typed.Command(new string('x', 200_000), $"d{n}"));
            }

            Assert.True(LogLength() > 15_000_000);
        }

        await PassAsync(store, TimeSpan.FromSeconds(31));

        Assert.Equal(0, LogLength());
        Assert.Equal(101, (await store.ReadAsync(1))!.Entries.Count);
    }

    [Fact]
    public async Task Half_a_minute_of_quiet_empties_the_log()
    {
        await using var store = Open();
        await store.NoteAsync(Typed.Command("one"));
        await store.NoteAsync(Typed.Command("two"));
        await PassAsync(store, TimeSpan.FromSeconds(20));
        Assert.NotEqual(0, LogLength());

        await PassAsync(store, TimeSpan.FromSeconds(11));

        Assert.Equal(0, LogLength());
    }

    [Fact]
    public async Task Trouble_is_told_and_goes_by_itself_without_another_command()
    {
        await using var store = Open();
        await store.NoteAsync(Typed.Command("one"));
        using var other = Sqlite.Connect(_folder.File());
        other.Execute(
            """
            CREATE TABLE broken (incident INTEGER REFERENCES incidents (number) DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER breaks AFTER UPDATE ON ledger BEGIN INSERT INTO broken VALUES (-1); END;
            """);
        await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("two")));
        await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("three")));
        var trouble = store.Trouble;

        // Too early for another try: refused without asking the disk.
        var early = await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("four")));
        other.Execute("DROP TRIGGER breaks");
        await PassAsync(store, TimeSpan.FromSeconds(5));

        Assert.Contains("FOREIGN KEY", trouble!.Reason, StringComparison.Ordinal);
        Assert.False(early.OutcomeUnknown);
        Assert.Null(store.Trouble);
        Assert.Equal(2, (await store.NoteAsync(Typed.Command("five"))).Entry);
        Assert.Empty(StoreIntegrity.Check(_folder.File(), (_, _) => { }).Findings);
    }

    [Fact]
    public async Task A_stop_records_what_waits_and_leaves_no_log()
    {
        var store = Open();
        using var turn = new ManualResetEventSlim();
        var slow = store.RecordAsync(Typed.Command("slow", channel: "C-slow"), state => Waits(state, turn), CancellationToken.None);
        var notes = Enumerable.Range(0, 50).Select(n => store.NoteAsync(Typed.Command($"note {n}", $"d{n}"))).ToList();
        var stopping = store.DisposeAsync();
        turn.Set();
        await stopping;
        await slow;

        Assert.Equal(Enumerable.Range(1, 50), (await Task.WhenAll(notes)).Select(a => a.Entry!.Value).Order());
        Assert.False(File.Exists(_folder.File() + "-wal"));
    }

    [Fact]
    public async Task A_log_that_is_deleted_while_it_runs_is_copied_into_the_database_before_anything_is_confirmed()
    {
        await using var store = Open();
        await store.NoteAsync(Typed.Command("one"));
        await store.NoteAsync(Typed.Command("two"));
        await store.ReadAsync(1);
        File.Delete(_folder.File() + "-wal");

        await store.NoteAsync(Typed.Command("three"));

        using var fresh = Sqlite.Connect(_folder.File());
        Assert.Equal(5, fresh.ExecuteScalar<int>("SELECT count(*) FROM events"));
        await store.NoteAsync(Typed.Command("four"));
        Assert.Equal(6, fresh.ExecuteScalar<int>("SELECT count(*) FROM events"));
        Assert.Equal(4, (await store.ReadAsync(1))!.Entries.Count);
        Assert.Equal(2, store.Openings);
        Assert.Empty(StoreIntegrity.Check(_folder.File(), (_, _) => { }).Findings);
    }

    [Fact]
    public async Task A_log_that_is_deleted_in_a_quiet_hour_is_rescued_without_another_command()
    {
        await using var store = Open();
        await store.NoteAsync(Typed.Command("one"));
        await store.NoteAsync(Typed.Command("two"));
        File.Delete(_folder.File() + "-wal");

        await PassAsync(store, TimeSpan.FromSeconds(1));

        using var fresh = Sqlite.Connect(_folder.File());
        Assert.Equal(4, fresh.ExecuteScalar<int>("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task A_database_that_is_moved_away_takes_nothing_until_it_is_put_back()
    {
        await using var store = Open();
        await store.NoteAsync(Typed.Command("one"));
        File.Move(_folder.File(), _folder.File("elsewhere"));

        await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("two", "d2")));
        await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("three", "d3")));
        Assert.Contains("deleted or moved", store.Trouble!.Reason, StringComparison.Ordinal);
        File.Move(_folder.File("elsewhere"), _folder.File());
        await PassAsync(store, TimeSpan.FromSeconds(11));

        Assert.True((await store.NoteAsync(Typed.Command("two", "d2"))).Recorded);
        Assert.Empty(StoreIntegrity.Check(_folder.File(), (_, _) => { }).Findings);
    }

    [Fact]
    public async Task A_log_that_is_deleted_before_the_first_command_is_noticed_as_well()
    {
        await using var store = Open();
        File.Delete(_folder.File() + "-wal");

        await store.NoteAsync(Typed.Command("one"));

        using var fresh = Sqlite.Connect(_folder.File());
        Assert.Equal(3, fresh.ExecuteScalar<int>("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task A_log_that_lost_its_name_is_held_until_it_could_be_rescued()
    {
        await using var store = Open();
        await store.NoteAsync(Typed.Command("one"));
        await store.NoteAsync(Typed.Command("two"));
        using (var reader = Sqlite.Connect(_folder.File()))
        {
            // A checkpoint cannot get past a snapshot that somebody still reads.
            using var held = reader.BeginTransaction(deferred: true);
            Assert.Equal(4, reader.ExecuteScalar<int>("SELECT count(*) FROM events", transaction: held));
            await store.RecordAsync(Typed.Command("?"), Typed.Ask("here"), CancellationToken.None);
            File.Delete(_folder.File() + "-wal");
            await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("three", "d3")));
        }

        await PassAsync(store, TimeSpan.FromSeconds(11));

        await store.NoteAsync(Typed.Command("three", "d3"));
        Assert.Equal(["one", "two", "three"], (await store.ReadAsync(1))!.Entries.Select(e => e.Text));
        Assert.Empty(StoreIntegrity.Check(_folder.File(), (_, _) => { }).Findings);
    }

    [Fact]
    public async Task A_file_that_is_opened_anew_must_hold_what_was_confirmed()
    {
        await using var store = Open();
        await store.NoteAsync(Typed.Command("one"));
        await PassAsync(store, TimeSpan.FromSeconds(31));
        File.Copy(_folder.File(), _folder.File("older"));
        await store.NoteAsync(Typed.Command("two"));
        await BreakAsync(store);
        foreach (var name in new[] { "-wal", "-shm" })
        {
            File.Delete(_folder.File() + name);
        }

        File.Copy(_folder.File("older"), _folder.File(), overwrite: true);
        await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("three")));

        Assert.Contains("holds 3 events, but 4 were confirmed", store.Trouble!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_gave_up_refuses_and_is_not_tried_again()
    {
        await using var store = Open();
        await store.NoteAsync(Typed.Command("one"));
        store.GiveUp("damaged");

        await PassAsync(store, TimeSpan.FromMinutes(5));
        var error = await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("two")));

        Assert.False(error.OutcomeUnknown);
        Assert.Equal("damaged", store.Trouble!.Reason);
    }

    /// <summary>Makes the store give up its connection, as a failed sync would.</summary>
    private async Task BreakAsync(SqliteIncidentStore store)
    {
        using (var other = Sqlite.Connect(_folder.File()))
        {
            other.Execute(
                """
                CREATE TABLE broken (incident INTEGER REFERENCES incidents (number) DEFERRABLE INITIALLY DEFERRED);
                CREATE TRIGGER breaks AFTER INSERT ON events BEGIN INSERT INTO broken VALUES (-1); END;
                """);
            await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("broken")));
        }
    }

    private SqliteIncidentStore Open() =>
        SqliteIncidentStore.Open(_folder.File(), _time, NullLogger<SqliteIncidentStore>.Instance);

    private long LogLength() => new FileInfo(_folder.File() + "-wal").Length;

    /// <summary>Lets time pass, and waits until the writer has looked around after it.</summary>
    private async Task PassAsync(SqliteIncidentStore store, TimeSpan time)
    {
        _time.Advance(time);
        try
        {
            // Two turns: it looks around at the end of each.
            await store.RecordAsync(Typed.Command("?"), Typed.Ask("here"), CancellationToken.None);
            await store.RecordAsync(Typed.Command("?"), Typed.Ask("here"), CancellationToken.None);
        }
        catch (StorageException)
        {
            // The writer was there, in trouble.
        }
    }

    private static Decision Waits(ChannelState state, ManualResetEventSlim turn)
    {
        turn.Wait();
        return Typed.Ask("done")(state);
    }
}
