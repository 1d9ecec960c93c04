using System.Diagnostics;
using Dapper;
using IncidentBot.Core.Incidents;
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
    public async Task A_violated_constraint_is_a_bug_and_no_storage_failure()
    {
        await using var store = Sqlite.Open(_folder.File());
        using var other = Sqlite.Connect(_folder.File());
        other.Execute("CREATE TRIGGER breaks BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no more'); END");

        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => store.NoteAsync(Typed.Command("one")));
        other.Execute("DROP TRIGGER breaks");

        Assert.Equal(1, (await store.NoteAsync(Typed.Command("one"))).Entry);
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
            foreach (var n in Enumerable.Range(1, 200))
            {
                await store.NoteAsync(Typed.Command($"note {n} {new string('x', 200)}"));
            }
        }

        using (var file = File.OpenWrite(_folder.File()))
        {
            file.Position = 4096;
            file.Write(new byte[file.Length - 4096]);
        }

        await using var damaged = Sqlite.Open(_folder.File());
        await Assert.ThrowsAsync<StorageException>(() => damaged.ReadAsync(1));
        Assert.False((await Assert.ThrowsAsync<StorageException>(() => damaged.NoteAsync(Typed.Command("more")))).OutcomeUnknown);
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
