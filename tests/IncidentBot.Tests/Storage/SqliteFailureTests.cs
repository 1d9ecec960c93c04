using System.Diagnostics;
using Dapper;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Sqlite;

namespace IncidentBot.Tests.Storage;

public sealed class SqliteFailureTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_commit_that_fails_is_unknown_and_the_next_command_works()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("one"));
        // A constraint that is looked at only by COMMIT.
        using var other = Sqlite.Connect(_folder.File());
        other.Execute(
            """
            CREATE TABLE broken (incident INTEGER REFERENCES incidents (number) DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER breaks AFTER INSERT ON events BEGIN INSERT INTO broken VALUES (-1); END;
            """);

        var error = await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("two", "d2")));
        other.Execute("DROP TRIGGER breaks");

        Assert.True(error.OutcomeUnknown);
        Assert.Equal(["one"], (await store.ReadAsync(1))!.Entries.Select(e => e.Text));
        Assert.Equal(2, (await store.NoteAsync(Typed.Command("two", "d2"))).Entry);
    }

    [Fact]
    public async Task A_command_that_violates_a_constraint_is_kept_aside_and_the_others_of_its_batch_are_recorded()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("first"));
        Poison("event_words", "new.words LIKE '%poison%'");

        var answers = await InOneBatchAsync(
            store, Enumerable.Range(0, 20), n => store.NoteAsync(Typed.Command(n == 7 ? "poison" : $"good {n}", $"d{n}")));

        Assert.Equal(Enumerable.Range(0, 20).Where(n => n != 7), answers.Index().Where(a => a.Item.Recorded).Select(a => a.Index));
        Assert.Contains("NOT in the timeline", answers[7].Reply, StringComparison.Ordinal);
        Assert.Equal(answers[7], await store.NoteAsync(Typed.Command("poison", "d7")));
        Assert.Equal(20, (await store.ReadAsync(1))!.Entries.Count);
        var kept = Assert.Single(StoreIntegrity.Check(_folder.File(), (_, _) => { }).Quarantined);
        Assert.Equal(("poison", "Ana", "poisoned"), (kept.Text, kept.ActorName, kept.Reason));
    }

    [Fact]
    public async Task An_incident_that_began_in_a_batch_that_was_undone_begins_anew()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("first"));
        Poison("event_words", "new.words LIKE '%poison%'");

        var answers = await InOneBatchAsync(
            store, ["one", "two", "poison", "three"], text => store.NoteAsync(Typed.Command(text, text, channel: "C2")));

        Assert.Equal([1, 2, null, 3], answers.Select(answer => answer.Entry));
        Assert.Equal(["one", "two", "three"], (await store.ReadAsync(2))!.Entries.Select(entry => entry.Text));
    }

    [Fact]
    public async Task A_zone_that_was_chosen_in_a_batch_that_was_undone_is_chosen_once()
    {
        await using var store = Sqlite.Open(_folder.File());
        Poison("people", "new.zone = 'Asia/Tokyo'");

        var answers = await InOneBatchAsync(
            store, ["Europe/Madrid", "Asia/Tokyo"], zone => store.ChooseZoneAsync(zone, Typed.Command(zone, zone)));

        Assert.Equal([true, false], answers.Select(answer => answer.Recorded));
        Assert.Equal("none before", answers[0].Reply);
        Assert.Equal("Europe/Madrid", await store.ZoneAsync());
    }

    [Fact]
    public async Task A_file_that_vanished_is_not_made_anew()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("one"));
        await BreakAsync(store);
        foreach (var file in Directory.GetFiles(_folder.Root))
        {
            File.Delete(file);
        }

        var error = await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("two")));

        Assert.False(error.OutcomeUnknown);
        Assert.False(File.Exists(_folder.File()));
    }

    [Fact]
    public async Task A_damaged_file_is_a_storage_failure_for_readers_too()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            foreach (var n in Enumerable.Range(1, 400))
            {
                await store.NoteAsync(Typed.Command($"note {n} {new string('x', 200)}"));
            }
        }

        using (var file = File.OpenWrite(_folder.File()))
        {
            // Behind the first pages, where what the start needs lies.
            file.Position = 40 * 4096;
            file.Write(new byte[file.Length - file.Position]);
        }

        await using var damaged = Sqlite.Open(_folder.File());
        await Assert.ThrowsAsync<StorageException>(() => damaged.ReadAsync(1));
        Assert.False((await Assert.ThrowsAsync<StorageException>(() => damaged.NoteAsync(Typed.Command("more")))).OutcomeUnknown);
    }

    [Fact]
    public async Task A_file_that_is_damaged_where_the_start_looks_is_refused_with_what_to_do()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("one"));
        }

        using (var file = File.OpenWrite(_folder.File()))
        {
            file.Position = 4096;
            file.Write(new byte[file.Length - 4096]);
        }

        var error = Assert.Throws<UnusableStoreException>(() => Sqlite.Open(_folder.File()));
        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
        Assert.Contains("restore a backup", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_full_disk_refuses_and_recovers_without_a_restart()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "needs root to mount a small disk");
        var disk = Directory.CreateDirectory(Path.Combine(_folder.Root, "disk")).FullName;
        Skip.IfNot(await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk), "mounting is not allowed here");
        try
        {
            await using var store = Sqlite.Open(Path.Combine(disk, "incidents.db"));
            var recorded = 0;
            var error = await Assert.ThrowsAsync<StorageException>(async () =>
            {
                for (; recorded < 1000; recorded++)
                {
                    await store.NoteAsync(Typed.Command(new string('x', 5000), $"d{recorded}"));
                }
            });
            Assert.False(error.OutcomeUnknown);
            Assert.InRange(recorded, 1, 999);
            Assert.Equal(recorded, (await store.ReadAsync(1))!.Entries.Count);

            Assert.True(await RunAsync("mount", "-o", "remount,size=4m", disk));

            Assert.Equal(recorded + 1, (await store.NoteAsync(Typed.Command("again", $"d{recorded}"))).Entry);
        }
        finally
        {
            Assert.True(await RunAsync("umount", disk));
        }
    }

    [Fact]
    public async Task A_store_that_is_closed_takes_nothing_more()
    {
        var store = Sqlite.Open(_folder.File());
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.NoteAsync(Typed.Command("late")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.ReadAsync(1));
        Assert.False(File.Exists(_folder.File() + "-wal"));
    }

    /// <summary>Lets no row into a table that looks like this.</summary>
    private void Poison(string table, string looks)
    {
        using var other = Sqlite.Connect(_folder.File());
        other.Execute($"CREATE TRIGGER breaks BEFORE INSERT ON {table} WHEN {looks} BEGIN SELECT RAISE(ABORT, 'poisoned'); END");
    }

    /// <summary>They wait behind one that decides slowly, and so become one batch.</summary>
    private static async Task<CommandAnswer[]> InOneBatchAsync<T>(SqliteIncidentStore store, IEnumerable<T> each, Func<T, Task<CommandAnswer>> write)
    {
        using var turn = new ManualResetEventSlim();
        var slow = store.RecordAsync(
            Typed.Command("slow", channel: "C-slow"),
            state =>
            {
                turn.Wait();
                return Typed.Ask("done")(state);
            },
            CancellationToken.None);
        var writing = each.Select(write).ToList();
        turn.Set();
        await slow;
        return await Task.WhenAll(writing);
    }

    /// <summary>Makes the store give up its connection, as a failed sync would.</summary>
    private async Task BreakAsync(SqliteIncidentStore store)
    {
        using var other = Sqlite.Connect(_folder.File());
        other.Execute(
            """
            CREATE TABLE broken (incident INTEGER REFERENCES incidents (number) DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER breaks AFTER INSERT ON events BEGIN INSERT INTO broken VALUES (-1); END;
            """);
        await Assert.ThrowsAsync<StorageException>(() => store.NoteAsync(Typed.Command("broken")));
        other.Execute("DROP TRIGGER breaks");
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
