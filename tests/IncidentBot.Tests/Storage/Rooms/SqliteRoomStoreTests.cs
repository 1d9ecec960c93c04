using Dapper;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Rooms;
using IncidentBot.Storage.Sqlite;

namespace IncidentBot.Tests.Storage.Rooms;

public sealed class SqliteRoomStoreTests : RoomStoreTests, IDisposable
{
    private readonly TempFolder _folder = new();

    public string Path => _folder.File();

    public void Dispose() => _folder.Dispose();

    private protected override Task<(IIncidentStore Store, IRoomStore Rooms)> OpenStoreAsync()
    {
        var store = Sqlite.Open(Path);
        return Task.FromResult<(IIncidentStore, IRoomStore)>((store, store.Rooms));
    }

    private protected override IStreamStore StreamsOf(IIncidentStore store) => ((SqliteIncidentStore)store).Streams;

    private protected override async Task CloseAsync(IIncidentStore store) => await ((SqliteIncidentStore)store).DisposeAsync();

    private protected override Task ExecuteAsync(string sql)
    {
        using var other = Sqlite.Connect(Path);
        other.Execute(sql);
        return Task.CompletedTask;
    }

    private protected override Task BreakAsync(string table, bool onlyAtCommit) => ExecuteAsync(onlyAtCommit
        ? $"""
          CREATE TABLE broken (incident INTEGER REFERENCES incidents (number) DEFERRABLE INITIALLY DEFERRED);
          CREATE TRIGGER breaks AFTER INSERT ON {table} BEGIN INSERT INTO broken VALUES (-1); END;
          """
        : $"CREATE TRIGGER breaks BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'broken'); END");

    private protected override Task CheckAsync(string[] findings)
    {
        Assert.Equal(findings, StoreIntegrity.Check(Path, (_, _) => { }).Findings);
        return Task.CompletedTask;
    }
}
