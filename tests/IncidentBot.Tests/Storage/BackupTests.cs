using System.Runtime.Versioning;
using Dapper;
using IncidentBot.Storage;
using IncidentBot.Storage.Backups;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Sqlite;

namespace IncidentBot.Tests.Storage;

public sealed class BackupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Copy => _folder.File("backup.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_holds_all_that_was_confirmed_before_it_began_while_commands_go_on()
    {
        await using var store = Sqlite.Open(_folder.File());
        for (var i = 0; i < 300; i++)
        {
            await store.NoteAsync(Typed.Command($"before {i} {new string('x', 4000)}"));
        }

        using var done = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var typing = TypeAsync(store, begun, done.Token);
        await begun.Task;
        var steps = 0;
        var report = await Task.Run(() => Backup.Make(new SqliteFile(_folder.File()), Copy, overwrite: false, (_, _, _) => steps++));
        await done.CancelAsync();
        var typed = await typing;

        Assert.Empty(report.Findings);
        Assert.InRange(report.Events, 303, 302 + typed);
        Assert.True(steps > 2);
        Assert.Equal(300 + typed, (await store.ReadAsync(1))!.Entries.Count);
        Assert.Empty(StoreIntegrity.Check(Copy, (_, _) => { }).Findings);
        await using var restored = Sqlite.Open(Copy);
        Assert.Equal(
            Enumerable.Range(0, 300).Select(i => $"before {i}"),
            (await restored.ReadAsync(1))!.Entries.Take(300).Select(e => e.Text.Split(" x")[0]));
    }

    /// <summary>What a copy of the file alone would lack.</summary>
    [Fact]
    public async Task What_stands_only_in_the_WAL_is_in_the_backup()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("one"));
        await store.NoteAsync(Typed.Command("two"));

        Backup.Make(new SqliteFile(_folder.File()), Copy, overwrite: false, (_, _, _) => { });
        File.Copy(_folder.File(), _folder.File("plain.db"));

        using var backup = new SqliteFile(Copy).OpenFreshReader();
        using var plain = Sqlite.Connect(_folder.File("plain.db"));
        Assert.Equal(4, backup.ExecuteScalar<int>("SELECT count(*) FROM events"));
        Assert.NotEqual(4, plain.ExecuteScalar<int>("SELECT events FROM ledger"));
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_backup_is_one_file_for_its_owner_only()
    {
        Skip.If(OperatingSystem.IsWindows(), "no modes on Windows");
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("one"));

        var path = Path.Combine(_folder.Root, "far", "backup.db");
        Backup.Make(new SqliteFile(_folder.File()), path, overwrite: false, (_, _, _) => { });

        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced_only_if_told_so_and_only_by_a_whole_one()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("one"));
        }

        File.WriteAllText(Copy, "the last good one");
        Assert.EndsWith("say --force to replace it.", Refused(overwrite: false), StringComparison.Ordinal);

        Sqlite.DamageDeliveries(_folder.File());
        Assert.Contains("was not made", Refused(overwrite: true), StringComparison.Ordinal);

        Assert.Equal("the last good one", File.ReadAllText(Copy));
        Assert.DoesNotContain(Directory.GetFiles(_folder.Root), f => f.Contains("incomplete", StringComparison.Ordinal));

        string Refused(bool overwrite) => Assert.Throws<UnusableStoreException>(
            () => Backup.Make(new SqliteFile(_folder.File()), Copy, overwrite, (_, _, _) => { })).Message;
    }

    [Theory]
    [InlineData("", "is the database itself")]
    [InlineData("-wal", "is the database itself")]
    [InlineData(".lock", "is the database itself")]
    [InlineData(".head", "is the database itself")]
    [InlineData(".search", "is the database itself")]
    [InlineData("/..", "is a folder")]
    public async Task The_database_is_never_overwritten_by_its_backup(string suffix, string why)
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("one"));
        var path = suffix == "/.." ? _folder.Root : _folder.File() + suffix;

        var error = Assert.Throws<UnusableStoreException>(
            () => Backup.Make(new SqliteFile(_folder.File()), path, overwrite: true, (_, _, _) => { }));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Single((await store.ReadAsync(1))!.Entries);
    }

    /// <summary>SQLite would take it for the log of the backup: the backup would read as the older database, and pass its checks.</summary>
    [Theory]
    [InlineData("-wal", true)]
    [InlineData("-wal", false)]
    [InlineData("-journal", true)]
    public async Task A_log_that_another_database_left_there_is_refused(string log, bool replaces)
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("one"));
        if (replaces)
        {
            File.WriteAllText(Copy, "the last good one");
        }

        File.WriteAllText(Copy + log, "of an older database");

        var error = Assert.Throws<UnusableStoreException>(
            () => Backup.Make(new SqliteFile(_folder.File()), Copy, overwrite: true, (_, _, _) => { }));

        Assert.StartsWith(Copy + log, error.Message, StringComparison.Ordinal);
        Assert.Equal(replaces, File.Exists(Copy));
        File.Delete(Copy + log);
        Assert.Empty(Backup.Make(new SqliteFile(_folder.File()), Copy, overwrite: true, (_, _, _) => { }).Findings);
    }

    private static async Task<int> TypeAsync(SqliteIncidentStore store, TaskCompletionSource begun, CancellationToken done)
    {
        var typed = 0;
        while (!done.IsCancellationRequested)
        {
            await store.NoteAsync(Typed.Command($"during {typed++}"));
            begun.TrySetResult();
        }

        return typed;
    }
}
