using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace IncidentBot.Tests.Storage;

/// <summary>From the schema before rooms were spoken to.</summary>
public sealed class RoomMigrationTests : IDisposable
{
    private const int SqliteBefore = 3;
    private const int PostgresBefore = 2;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_from_before_is_brought_up_and_its_room_is_told_from_the_next_event_on()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("old", "d1", channel: "slack:C1"));
        }

        Downgrade();
        Assert.Equal(SqliteBefore, new SqliteFile(_folder.File(), [.. SqliteSchema.Steps.Take(SqliteBefore)]).ReadVersion());

        await using (var store = Sqlite.Open(_folder.File()))
        {
            Assert.Equal("#1: old", (await store.NoteAsync(Typed.Command("again", "d1", channel: "slack:C1"))).Reply);
            Assert.Null(await store.Rooms.NextDueAsync(["slack"], default));
            await store.NoteAsync(Typed.Command("new", channel: "slack:C1"));
            Assert.NotNull(await store.Rooms.NextDueAsync(["slack"], default));
        }

        Assert.Empty(StoreIntegrity.Check(_folder.File(), (_, _) => { }).Findings);
    }

    [SkippableFact]
    public async Task A_database_from_before_is_brought_up_too()
    {
        var cluster = await Postgres.ClusterAsync();
        var address = await cluster.CreateDatabaseAsync();
        await using (var older = new PostgresDatabase(PostgresSettings.Read(address)!, TimeProvider.System, NullLogger.Instance)
        {
            Steps = [.. PostgresSchema.Steps.Take(PostgresBefore)],
        })
        {
            await older.PrepareAsync(default);
        }

        await using (var store = await Postgres.OpenAsync(address))
        {
            await store.NoteAsync(Typed.Command("new", channel: "slack:C1"));
            Assert.Single(await store.Rooms.TakeAsync(["slack"], 5, Typed.Nine + Duration.FromDays(1), Typed.Nine + Duration.FromDays(2), default));
        }

        await cluster.DropDatabaseAsync(address);
    }

    /// <summary>Takes away what the last step made.</summary>
    private void Downgrade()
    {
        using var file = Sqlite.Connect(_folder.File());
        Dapper.SqlMapper.Execute(
            file,
            $"""
            DROP TABLE outbox; DROP TABLE room_messages; DROP TABLE room_cursors; DROP TABLE files;
            DELETE FROM schema_versions WHERE version > {SqliteBefore}; PRAGMA user_version = {SqliteBefore};
            """);
    }
}
