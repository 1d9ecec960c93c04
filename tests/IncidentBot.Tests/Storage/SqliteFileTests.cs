using System.Runtime.Versioning;
using Dapper;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Tests.Storage;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("secure_delete", "1")]
    [InlineData("trusted_schema", "0")]
    [InlineData("cell_size_check", "1")]
    [InlineData("busy_timeout", "5000")]
    [InlineData("journal_size_limit", "67108864")]
    [InlineData("mmap_size", "0")]
    [InlineData("temp_store", "2")]
    [InlineData("wal_autocheckpoint", "0")]
    public void The_writer_works_under_the_pragmas_that_keep_the_promise(string pragma, string expected)
    {
        var file = new SqliteFile(_folder.File());
        using var writer = file.OpenOrCreate(TimeProvider.System);
        writer.Close();
        using var reopened = file.Reopen();

        Assert.Equal(expected, reopened.ExecuteScalar<string>($"PRAGMA {pragma}"));
    }

    [Fact]
    public void A_reader_cannot_write()
    {
        var file = new SqliteFile(_folder.File());
        using var writer = file.OpenOrCreate(TimeProvider.System);
        using var reader = file.OpenReader();

        var error = Assert.Throws<SqliteException>(() => reader.Execute("INSERT INTO schema_versions VALUES (99, 0)"));

        Assert.True(error.IsStorageFailure());
        file.CloseReaders();
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void A_new_file_and_its_folder_are_for_the_owner_only()
    {
        Skip.If(OperatingSystem.IsWindows(), "no modes on Windows");
        var path = Path.Combine(_folder.Root, "data", "deep", "incidents.db");

        using var writer = new SqliteFile(path).OpenOrCreate(TimeProvider.System);

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        Assert.All(Directory.GetFiles(Path.GetDirectoryName(path)!), f => Assert.Equal(Owner, File.GetUnixFileMode(f)));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused_and_left_alone()
    {
        new SqliteFile(_folder.File(), [.. SqliteSchema.Steps, "CREATE TABLE moods (mood TEXT)"])
            .OpenOrCreate(TimeProvider.System).Dispose();

        var error = Assert.Throws<UnusableStoreException>(() => new SqliteFile(_folder.File()).OpenOrCreate(TimeProvider.System));

        Assert.Contains(_folder.File(), error.Message, StringComparison.Ordinal);
        Assert.Contains($"newer version (schema {SqliteSchema.Steps.Count + 1}, this version knows {SqliteSchema.Steps.Count})", error.Message, StringComparison.Ordinal);
        Assert.Throws<UnusableStoreException>(() => new SqliteFile(_folder.File()).CheckReadable());
    }

    [Fact]
    public async Task An_older_file_is_brought_up_with_its_data()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("kept"));
        }

        using var writer = new SqliteFile(_folder.File(), [.. SqliteSchema.Steps, "CREATE TABLE moods (mood TEXT)"])
            .OpenOrCreate(TimeProvider.System);

        Assert.Equal(Enumerable.Range(1, SqliteSchema.Steps.Count + 1), writer.Query<int>("SELECT version FROM schema_versions ORDER BY version"));
        Assert.Equal(1, writer.ExecuteScalar<int>("SELECT count(*) FROM incidents"));
        Assert.Equal(0, writer.ExecuteScalar<int>("SELECT count(*) FROM moods"));
    }

    [Fact]
    public async Task A_file_from_before_the_chain_is_chained()
    {
        await using (var store = Sqlite.Open(_folder.File("new.db")))
        {
            await store.NoteAsync(Typed.Command("one", "d1", channel: "C1"));
            await store.NoteAsync(Typed.Command("two", "d2", channel: "C2"));
            await store.NoteAsync(Typed.Command("three", "d3", channel: "C1"));
        }

        CopyWithoutChain(_folder.File("new.db"), _folder.File());
        await using (var store = Sqlite.Open(_folder.File()))
        {
            Assert.Equal(3, (await store.NoteAsync(Typed.Command("four", "d4", channel: "C1"))).Entry);
        }

        Assert.Empty(StoreIntegrity.Check(_folder.File(), (_, _) => { }).Findings);
        using var chained = Sqlite.Connect(_folder.File());
        Assert.Throws<SqliteException>(() => chained.Execute("UPDATE events SET link = NULL"));
    }

    [Fact]
    public void A_step_that_fails_leaves_the_file_as_it_was()
    {
        new SqliteFile(_folder.File()).OpenOrCreate(TimeProvider.System).Dispose();

        Assert.Throws<UnusableStoreException>(() => new SqliteFile(
            _folder.File(), [.. SqliteSchema.Steps, "CREATE TABLE moods (mood TEXT); CREATE TABLE nonsense"]).OpenOrCreate(TimeProvider.System));

        using var writer = new SqliteFile(_folder.File()).OpenOrCreate(TimeProvider.System);
        Assert.Equal(SqliteSchema.Steps.Count, writer.ExecuteScalar<int>("PRAGMA user_version"));
        Assert.Equal(0, writer.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master WHERE name = 'moods'"));
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData(".head")]
    public async Task A_file_that_is_missing_while_what_belongs_to_it_is_there_is_not_made_anew(string left)
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("one"));
        }

        File.Delete(_folder.File());
        File.Delete(_folder.File() + ".head");
        File.WriteAllText(_folder.File() + left, "what was confirmed");

        var error = Assert.Throws<UnusableStoreException>(() => Sqlite.Open(_folder.File()));

        Assert.Contains($"{_folder.File()}{left} is there", error.Message, StringComparison.Ordinal);
        Assert.Equal("what was confirmed", File.ReadAllText(_folder.File() + left));
        Assert.False(File.Exists(_folder.File()));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        File.WriteAllText(_folder.File(), new string('x', 4096));

        var error = Assert.Throws<UnusableStoreException>(() => Sqlite.Open(_folder.File()));

        Assert.StartsWith($"{_folder.File()} is not a database", error.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 4096), File.ReadAllText(_folder.File()));
    }

    [Fact]
    public void The_database_of_another_program_is_refused()
    {
        using (var other = Sqlite.Connect(_folder.File()))
        {
            other.Execute("CREATE TABLE invoices (id INTEGER)");
        }

        var error = Assert.Throws<UnusableStoreException>(() => Sqlite.Open(_folder.File()));

        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_below_a_file_is_refused_with_its_name()
    {
        File.WriteAllText(_folder.File("plain"), "");
        var path = Path.Combine(_folder.Root, "plain", "incidents.db");

        var error = Assert.Throws<UnusableStoreException>(() => Sqlite.Open(path));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_that_cannot_be_written_is_refused_with_its_name()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "modes do not bind this user");
        File.SetUnixFileMode(_folder.Root, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var error = Assert.Throws<UnusableStoreException>(() => Sqlite.Open(_folder.File()));

            Assert.StartsWith(_folder.File(), error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(_folder.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_store_opened_for_reading_reads_beside_the_writer_and_records_nothing()
    {
        await using var writer = Sqlite.Open(_folder.File());
        await writer.NoteAsync(Typed.Command("one"));
        await using var reader = SqliteIncidentStore.OpenReadOnly(_folder.File());
        await writer.NoteAsync(Typed.Command("two"));

        Assert.Equal(2, (await reader.ReadAsync(1))!.Entries.Count);
        var error = await Assert.ThrowsAsync<StorageException>(() => reader.NoteAsync(Typed.Command("three")));
        Assert.False(error.OutcomeUnknown);
    }

    [Fact]
    public void What_is_not_there_is_not_made_by_reading() =>
        Assert.Throws<UnusableStoreException>(
            () => SqliteIncidentStore.OpenReadOnly(_folder.File()));

    /// <summary>Makes a file as the first version left it.</summary>
    private static void CopyWithoutChain(string from, string to)
    {
        new SqliteFile(to, [SqliteSchema.Steps[0]]).OpenOrCreate(TimeProvider.System).Dispose();
        using var file = Sqlite.Connect(to);
        file.Execute("ATTACH @from AS source", new { from });
        foreach (var table in new[] { "incidents", "incident_channels", "events", "event_words", "deliveries" })
        {
            var columns = string.Join(", ", file.Query<string>("SELECT name FROM pragma_table_info(@table)", new { table }));
            file.Execute($"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM source.{table} ORDER BY rowid");
        }
    }
}
