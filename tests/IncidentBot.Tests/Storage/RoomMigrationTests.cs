using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace IncidentBot.Tests.Storage;

/// <summary>From the schema before rooms were spoken to, and from the one before people had zones of their own.</summary>
public sealed class RoomMigrationTests : IDisposable
{
    private const int PostgresRooms = 3;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(OlderFile.Rooms - 1)]
    [InlineData(OlderFile.Rooms)]
    public async Task A_file_from_before_is_brought_up_and_its_room_is_told_from_the_next_event_on(int version)
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("old", "d1", channel: "slack:C1"));
        }

        OlderFile.Make(_folder.File(), version);
        Assert.Equal(version, new SqliteFile(_folder.File(), [.. SqliteSchema.Steps.Take(version)]).ReadVersion());

        await using (var store = Sqlite.Open(_folder.File()))
        {
            Assert.Equal("#1: old", (await store.NoteAsync(Typed.Command("again", "d1", channel: "slack:C1"))).Reply);
            Assert.Equal(version >= OlderFile.Rooms, await store.Rooms.NextDueAsync(["slack"], default) is not null);
            await store.NoteAsync(Typed.Command("new", channel: "slack:C1"));
            Assert.NotNull(await store.Rooms.NextDueAsync(["slack"], default));
            await store.ChooseZoneAsync("Asia/Tokyo");
            Assert.Equal("Asia/Tokyo", await store.ZoneAsync());
            Assert.Equal(Typed.Nine.PlusNanoseconds(123_456_000), Assert.Single(await store.Rooms.OpenRoomsAsync("slack", default)).OpenedAt);
        }

        Assert.Empty(StoreIntegrity.Check(_folder.File(), (_, _) => { }).Findings);
    }

    [SkippableTheory]
    [InlineData(PostgresRooms - 1)]
    [InlineData(PostgresRooms)]
    public async Task A_database_from_before_is_brought_up_too(int version)
    {
        var cluster = await Postgres.ClusterAsync();
        var address = await cluster.CreateDatabaseAsync();
        await using (var older = new PostgresDatabase(PostgresSettings.Read(address)!, TimeProvider.System, NullLogger.Instance)
        {
            Steps = [.. PostgresSchema.Steps.Take(version)],
        })
        {
            await older.PrepareAsync(default);
        }

        await using (var store = await Postgres.OpenAsync(address))
        {
            await store.NoteAsync(Typed.Command("new", channel: "slack:C1"));
            await store.ChooseZoneAsync("Asia/Tokyo");
            Assert.Equal("Asia/Tokyo", await store.ZoneAsync());
            Assert.Single(await store.Rooms.TakeAsync(["slack"], 5, Typed.Nine + Duration.FromDays(1), Typed.Nine + Duration.FromDays(2), default));
        }

        await cluster.DropDatabaseAsync(address);
    }
}
