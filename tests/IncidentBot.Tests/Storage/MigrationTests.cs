using Dapper;
using IncidentBot.Storage;
using IncidentBot.Storage.Backups;
using IncidentBot.Storage.Sqlite;

namespace IncidentBot.Tests.Storage;

/// <summary>Steps from one schema to the next: all of them, or none.</summary>
public sealed class MigrationTests : IDisposable
{
    private static readonly string[] Moods = [.. SqliteSchema.Steps, "CREATE TABLE moods (mood TEXT NOT NULL)"];

    private readonly TempFolder _folder = new();

    private static int Known => SqliteSchema.Steps.Count;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INSERT INTO moods SELECT words FROM event_words; INSERT INTO moods VALUES (NULL)")]
    [InlineData("INSERT INTO moods VALUES ('good'); SELECT no_such_function()")]
    [InlineData("UPDATE incidents SET state = 'forgotten'")]
    public async Task A_step_that_fails_after_another_succeeded_leaves_the_old_version_with_its_data(string fails)
    {
        await MakeAsync();

        Assert.Throws<UnusableStoreException>(() => new SqliteFile(_folder.File(), [.. Moods, fails]).OpenOrCreate(TimeProvider.System));

        await using var store = Sqlite.Open(_folder.File());
        Assert.Equal("kept", Assert.Single((await store.ReadAsync(1))!.Entries).Text);
        Assert.Equal(Known, new SqliteFile(_folder.File()).ReadVersion());
        using var reader = new SqliteFile(_folder.File()).OpenFreshReader();
        Assert.Equal(0, reader.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master WHERE name = 'moods'"));
    }

    [Fact]
    public async Task A_step_that_failed_is_taken_again_once_it_can_be()
    {
        await MakeAsync();
        Assert.Throws<UnusableStoreException>(() => new SqliteFile(_folder.File(), [.. Moods, "this is nonsense"]).OpenOrCreate(TimeProvider.System));

        new SqliteFile(_folder.File(), [.. Moods, "INSERT INTO moods VALUES ('good')"]).OpenOrCreate(TimeProvider.System).Dispose();

        using var reader = new SqliteFile(_folder.File(), [.. Moods, ""]).OpenFreshReader();
        Assert.Equal("good", reader.QuerySingle<string>("SELECT mood FROM moods"));
        Assert.Equal(Enumerable.Range(1, Known + 2), reader.Query<int>("SELECT version FROM schema_versions ORDER BY version"));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_with_the_schema_that_is_needed()
    {
        await MakeAsync();
        new SqliteFile(_folder.File(), Moods).OpenOrCreate(TimeProvider.System).Dispose();

        var error = Assert.Throws<UnusableStoreException>(() => Sqlite.Open(_folder.File()));

        Assert.Equal(
            $"{_folder.File()} was written by a newer version (schema {Known + 1}, this version knows {Known}); " +
            "run that version, or name another file in Storage:Path.",
            error.Message);
    }

    [Fact]
    public async Task A_file_of_an_older_version_is_read_from_a_copy_and_stays_as_it_is()
    {
        await MakeAsync();
        var older = new SqliteFile(_folder.File(), Moods);
        var error = Assert.Throws<UnusableStoreException>(older.CheckReadable);
        Assert.Contains($"(schema {Known}, this version reads {Known + 1})", error.Message, StringComparison.Ordinal);
        Assert.True(UpgradedCopy.IsNeeded(older, Moods));
        Assert.False(UpgradedCopy.IsNeeded(new SqliteFile(_folder.File()), SqliteSchema.Steps));

        string place;
        using (var copy = new UpgradedCopy(older, Moods, TimeProvider.System))
        {
            place = copy.Path;
            new SqliteFile(copy.Path, Moods).CheckReadable();
            using var reader = new SqliteFile(copy.Path, Moods).OpenFreshReader();
            Assert.Equal(3, reader.ExecuteScalar<int>("SELECT count(*) FROM events"));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(place)));
        Assert.Equal(Known, new SqliteFile(_folder.File()).ReadVersion());
    }

    private async Task MakeAsync()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("kept"));
    }
}
