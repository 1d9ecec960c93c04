using System.Runtime.Versioning;
using Dapper;
using IncidentBot.Storage.Sqlite;

namespace IncidentBot.Tests.Storage;

/// <summary>Files taken from under an open database, which SQLite itself does not notice.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FileWatchTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public FileWatchTests() => Skip.If(OperatingSystem.IsWindows(), "Windows does not let go of open files");

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task A_deleted_file_is_named(string companion)
    {
        await using var store = await OpenAsync();
        var watch = new FileWatch(_folder.File());
        Assert.Null(watch.Problem());

        File.Delete(_folder.File() + companion);

        // What the log held is saved; only a database that is gone takes nothing more.
        var said = companion.Length == 0 ? "nothing is recorded in it any more." : "the bot copies what it held into the database";
        Assert.StartsWith($"{_folder.File()}{companion} was deleted or moved while the bot runs; {said}", watch.Problem(), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task A_file_replaced_by_its_own_copy_is_named(string companion)
    {
        await using var store = await OpenAsync();
        var watch = new FileWatch(_folder.File());

        var file = _folder.File() + companion;
        File.Copy(file, _folder.File("copy"));
        File.Move(_folder.File("copy"), file, overwrite: true);

        Assert.StartsWith($"{file} was replaced by another file while the bot runs;", watch.Problem(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_file_that_is_put_back_is_well_again()
    {
        await using var store = await OpenAsync();
        var watch = new FileWatch(_folder.File());
        File.Move(_folder.File(), _folder.File("aside"));
        Assert.NotNull(watch.Problem());

        File.Move(_folder.File("aside"), _folder.File());

        Assert.Null(watch.Problem());
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("-wal")]
    public void What_cannot_be_read_back_is_noticed_without_looking_at_files(string companion)
    {
        // Not the store, which looks at the files itself.
        var file = new SqliteFile(_folder.File());
        using var writer = file.OpenOrCreate(TimeProvider.System);
        using var readBack = new ReadBack(file);
        writer.Execute("UPDATE ledger SET events = events + 1");
        Assert.Null(readBack.Problem());

        File.Delete(_folder.File() + companion);
        writer.Execute("UPDATE ledger SET events = events + 1");

        Assert.Contains(_folder.File(), readBack.Problem(), StringComparison.Ordinal);
    }

    /// <summary>What makes a deleted WAL harmless: who holds it can still fold it into the file.</summary>
    [SkippableFact]
    public void The_writer_saves_what_a_deleted_WAL_held_by_a_checkpoint()
    {
        var file = new SqliteFile(_folder.File());
        using (var writer = file.OpenOrCreate(TimeProvider.System))
        {
            writer.Execute("UPDATE ledger SET events = 7");
            File.Delete(_folder.File() + "-wal");
            Assert.Equal(0, writer.ExecuteScalar<int>("PRAGMA wal_checkpoint(TRUNCATE)"));
        }

        using var fresh = file.OpenFreshReader();

        Assert.Equal(7, fresh.ExecuteScalar<int>("SELECT events FROM ledger"));
    }

    private async Task<SqliteIncidentStore> OpenAsync()
    {
        var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("one"));
        return store;
    }
}
