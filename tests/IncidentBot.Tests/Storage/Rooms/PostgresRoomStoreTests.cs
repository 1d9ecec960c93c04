using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Rooms;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace IncidentBot.Tests.Storage.Rooms;

public sealed class PostgresRoomStoreTests : RoomStoreTests, IAsyncLifetime
{
    private string? _address;

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await (await Postgres.ClusterAsync()).DropDatabaseAsync(_address!);
    }

    [SkippableFact]
    public async Task What_one_instance_takes_no_other_gets()
    {
        foreach (var n in Enumerable.Range(1, 40))
        {
            await NoteAsync($"note {n}", channel: $"slack:C{n}");
        }

        await using var other = await Postgres.OpenAsync(_address!);
        var now = Typed.Nine + Duration.FromDays(1);
        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(n =>
            (n % 2 == 0 ? Rooms : other.Rooms).TakeAsync(["slack"], 5, now, now + Duration.FromMinutes(1), default)));

        var ids = taken.SelectMany(items => items).Select(item => item.Id).ToList();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
    }

    private protected override async Task<(IIncidentStore Store, IRoomStore Rooms)> OpenStoreAsync()
    {
        var store = await Postgres.OpenAsync(_address ??= await (await Postgres.ClusterAsync()).CreateDatabaseAsync());
        return (store, store.Rooms);
    }

    private protected override async Task CloseAsync(IIncidentStore store) => await ((PostgresIncidentStore)store).DisposeAsync();

    private protected override async Task ExecuteAsync(string sql) => await (await Postgres.ClusterAsync()).ExecuteAsync(sql, _address!);

    private protected override Task BreakAsync(string table, bool onlyAtCommit) => ExecuteAsync(onlyAtCommit
        ? $"""
          CREATE TABLE broken (incident INTEGER REFERENCES incidents (number) DEFERRABLE INITIALLY DEFERRED);
          CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO broken VALUES (-1); RETURN NEW; END $$;
          CREATE TRIGGER breaks AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION break();
          """
        : $"CREATE TRIGGER breaks BEFORE INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('broken')");

    private protected override async Task CheckAsync(string[] findings)
    {
        await using var database = new PostgresDatabase(PostgresSettings.Read(_address!)!, TimeProvider.System, NullLogger.Instance);
        Assert.Equal(findings, (await StoreIntegrity.CheckAsync(database, (_, _) => { }, default)).Findings);
    }
}
