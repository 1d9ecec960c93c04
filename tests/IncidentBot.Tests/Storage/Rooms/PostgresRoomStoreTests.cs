using System.Collections.Concurrent;
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

    [SkippableFact]
    public async Task Commands_and_senders_on_two_instances_stand_in_nobodys_way_and_the_last_word_is_sent()
    {
        await using var other = await Postgres.OpenAsync(_address!);
        var now = Typed.Nine + Duration.FromDays(1);
        var sent = new ConcurrentDictionary<string, int>();
        var writing = Task.WhenAll(Enumerable.Range(0, 200).Select(n =>
            (n % 2 == 0 ? Store : other).NoteAsync(Typed.Command($"note {n}", $"d{n}", channel: $"slack:C{n % 4}"))));

        await Task.WhenAll(SendAsync(Rooms, () => !writing.IsCompleted), SendAsync(other.Rooms, () => !writing.IsCompleted), writing);
        while (await Rooms.NextDueAsync(["slack"], default) is not null)
        {
            await SendAsync(Rooms, () => false);
        }

        Assert.All(await writing, answer => Assert.True(answer.Recorded));
        foreach (var n in Enumerable.Range(0, 4))
        {
            Assert.Equal((await Store.FindAsync(new ChannelId($"slack:C{n}"), default))!.Version, sent[$"slack:C{n}"]);
        }

        async Task SendAsync(IRoomStore rooms, Func<bool> goesOn)
        {
            do
            {
                foreach (var item in await rooms.TakeAsync(["slack"], 2, now, now + Duration.FromMinutes(1), default))
                {
                    sent.AddOrUpdate(item.Room.Value, item.Version, (_, before) => Math.Max(before, item.Version));
                    await rooms.DoneAsync(item, "m", now);
                }
            }
            while (goesOn());
        }
    }

    private protected override async Task<(IIncidentStore Store, IRoomStore Rooms)> OpenStoreAsync()
    {
        var store = await Postgres.OpenAsync(_address ??= await (await Postgres.ClusterAsync()).CreateDatabaseAsync());
        return (store, store.Rooms);
    }

    private protected override IStreamStore StreamsOf(IIncidentStore store) => ((PostgresIncidentStore)store).Streams;

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
