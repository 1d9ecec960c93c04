using Dapper;
using IncidentBot.Storage;
using IncidentBot.Storage.Backups;
using IncidentBot.Storage.Sqlite;

namespace IncidentBot.Tests.Storage;

public sealed class RestoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Copy => _folder.File("backup.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Before_anything_is_changed_it_says_what_would_be_lost()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("one", "d1"));
        MakeBackup();
        await store.NoteAsync(Typed.Command("two", "d2"));
        await store.NoteAsync(Typed.Command("elsewhere", channel: "C2"));
        var redact = Typed.Command("/incident redact 1", "d3");
        await store.RecordAsync(redact, Typed.Redact(redact, 1), CancellationToken.None);
        var before = Files();

        Examined examined;
        using (var restore = new Restore(_folder.File(), Copy, TimeProvider.System))
        {
            examined = restore.Examine((_, _, _) => { });
        }

        Assert.True(examined.CanBeUsed);
        Assert.Equal((1, 3L, 1L), (examined.Report.Incidents, examined.Report.Events, examined.Report.Deliveries));
        Assert.Equal(Typed.Command("").ReceivedAt.ToUnixTimeSeconds(), examined.Newest!.Value.ToUnixTimeSeconds());
        Assert.Equal(new Loss(Events: 5, Deliveries: 2, Redactions: 1), examined.Loss);
        Assert.False(examined.PlainCopy);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task The_backup_takes_the_place_and_what_was_there_is_kept_and_can_be_read()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("one"));
            MakeBackup();
            await store.NoteAsync(Typed.Command("two"));
        }

        File.WriteAllText(_folder.File() + ".search", "an index of what is no longer there");
        IReadOnlyList<string> moved;
        using (var restore = new Restore(_folder.File(), Copy, TimeProvider.System))
        {
            restore.Examine((_, _, _) => { });
            moved = restore.Replace();
        }

        await using (var store = Sqlite.Open(_folder.File()))
        {
            Assert.Equal(["one"], (await store.ReadAsync(1))!.Entries.Select(e => e.Text));
            Assert.Equal(2, (await store.NoteAsync(Typed.Command("three"))).Entry);
        }

        await using var kept = Sqlite.Open(moved[0]);
        Assert.Equal(["one", "two"], (await kept.ReadAsync(1))!.Entries.Select(e => e.Text));
        Assert.Contains(moved, f => f.EndsWith(".search", StringComparison.Ordinal));
        Assert.False(File.Exists(_folder.File() + ".search"));
    }

    [Fact]
    public async Task A_WAL_of_the_old_database_does_not_get_into_the_restored_one()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("one"));
            MakeBackup();
            await store.NoteAsync(Typed.Command("two"));
            foreach (var file in (string[])["", "-wal"])
            {
                File.Copy(_folder.File() + file, _folder.File("crashed.db") + file);
            }
        }

        using (var restore = new Restore(_folder.File("crashed.db"), Copy, TimeProvider.System))
        {
            restore.Examine((_, _, _) => { });
            restore.Replace();
        }

        await using var restored = Sqlite.Open(_folder.File("crashed.db"));
        Assert.Equal(["one"], (await restored.ReadAsync(1))!.Entries.Select(e => e.Text));
    }

    [Theory]
    [InlineData("CREATE TRIGGER thief BEFORE INSERT ON deliveries BEGIN SELECT RAISE(IGNORE); END", "The trigger thief is not as this program makes it.")]
    [InlineData("DROP TRIGGER events_are_never_changed", "The trigger events_are_never_changed is missing.")]
    [InlineData("CREATE VIEW lies AS SELECT 1", "The view lies is not as this program makes it.")]
    [InlineData("PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'deliveries'", "The table deliveries is not as this program makes it.")]
    public async Task A_file_that_somebody_changed_is_not_used(string change, string finding)
    {
        await MakeAndBackUpAsync();
        using (var stranger = Sqlite.Connect(Copy))
        {
            stranger.Execute(change);
        }

        using var restore = new Restore(_folder.File(), Copy, TimeProvider.System);
        var examined = restore.Examine((_, _, _) => { });

        Assert.False(examined.CanBeUsed);
        Assert.Contains(finding, examined.Report.Findings);
    }

    [Fact]
    public async Task A_damaged_backup_is_not_used()
    {
        await MakeAndBackUpAsync();
        Sqlite.DamageDeliveries(Copy);

        using var restore = new Restore(_folder.File(), Copy, TimeProvider.System);

        Assert.NotEmpty(restore.Examine((_, _, _) => { }).Report.Findings);
    }

    [Fact]
    public async Task A_damaged_database_can_be_replaced_though_the_loss_cannot_be_counted()
    {
        await MakeAndBackUpAsync();
        File.WriteAllText(_folder.File(), new string('x', 4096));

        using var restore = new Restore(_folder.File(), Copy, TimeProvider.System);
        var examined = restore.Examine((_, _, _) => { });
        restore.Replace();

        Assert.Null(examined.Loss);
        Assert.NotNull(examined.Unreadable);
        await using var restored = Sqlite.Open(_folder.File());
        Assert.Single((await restored.ReadAsync(1))!.Entries);
    }

    [Fact]
    public async Task A_plain_copy_of_a_database_in_use_is_pointed_out()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("one"));
        }

        File.Copy(_folder.File(), Copy);
        using var restore = new Restore(_folder.File(), Copy, TimeProvider.System);

        Assert.True(restore.Examine((_, _, _) => { }).PlainCopy);
    }

    [Fact]
    public void A_backup_of_an_older_version_is_brought_up_to_this_one()
    {
        var older = new SqliteFile(_folder.File("older.db"), [SqliteSchema.Steps[0]]);
        older.OpenOrCreate(TimeProvider.System).Dispose();
        Backup.Make(new SqliteFile(older.Path), Copy, overwrite: false, (_, _, _) => { });

        using var restore = new Restore(_folder.File(), Copy, TimeProvider.System);
        var examined = restore.Examine((_, _, _) => { });
        restore.Replace();

        Assert.Equal((1, true), (examined.Version, examined.CanBeUsed));
        Assert.Equal(1, new SqliteFile(Copy).ReadVersion());
        Assert.Equal(SqliteSchema.Steps.Count, new SqliteFile(_folder.File()).ReadVersion());
    }

    [Theory]
    [InlineData(null, "there is no such file")]
    [InlineData("", "is empty")]
    [InlineData("this is no database, whatever its name says, and it is long enough to have a header of one, which it has not", "is not a database")]
    public async Task What_is_no_backup_is_refused(string? content, string why)
    {
        await MakeAndBackUpAsync();
        File.Delete(Copy);
        if (content is not null)
        {
            File.WriteAllText(Copy, content);
        }

        using var restore = new Restore(_folder.File(), Copy, TimeProvider.System);
        var error = Assert.Throws<UnusableStoreException>(() => restore.Examine((_, _, _) => { }));

        Assert.StartsWith(Copy, error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_that_was_cut_short_is_noticed_by_the_next_start()
    {
        await MakeAndBackUpAsync();
        var aside = $"{_folder.File()}{SqliteFile.Aside}20260305T090000Z";
        File.Move(_folder.File(), aside);

        var error = Assert.Throws<UnusableStoreException>(() => Sqlite.Open(_folder.File()));

        Assert.Contains(aside, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File()));
    }

    private async Task MakeAndBackUpAsync()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("one"));
        }

        MakeBackup();
    }

    private void MakeBackup() => Backup.Make(new SqliteFile(_folder.File()), Copy, overwrite: false, (_, _, _) => { });

    private List<(string Name, string Content)> Files() =>
    [
        .. Directory.GetFiles(_folder.Root).Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(f => (f, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f))))),
    ];
}
