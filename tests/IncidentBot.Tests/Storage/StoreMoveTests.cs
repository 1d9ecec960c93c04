using Dapper;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Rules;
using IncidentBot.Storage;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Rooms;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace IncidentBot.Tests.Storage;

/// <summary>Moving a SQLite file into PostgreSQL.</summary>
public sealed class StoreMoveTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private PostgresCluster _cluster = null!;
    private string _address = "";

    public async Task InitializeAsync()
    {
        _cluster = await Postgres.ClusterAsync();
        _address = await _cluster.CreateDatabaseAsync();
        await FillAsync(_folder.File());
    }

    public Task DisposeAsync() => _cluster.DropDatabaseAsync(_address);

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Everything_is_there_afterwards_and_goes_on()
    {
        Assert.Empty(await MoveAsync());

        await using var file = Sqlite.Open(_folder.File());
        await using var store = await Postgres.OpenAsync(_address);
        foreach (var summary in await file.ListAsync(null, 100, CancellationToken.None))
        {
            Assert.Equal(
                await file.ReadEventsAsync(summary.Id, CancellationToken.None), await store.ReadEventsAsync(summary.Id, CancellationToken.None));
        }

        Assert.Equal(
            await file.ListAsync(null, 100, CancellationToken.None), await store.ListAsync(null, 100, CancellationToken.None));
        Assert.Equal("#1: incident 3", (await store.NoteAsync(Typed.Command("again", "first-3", channel: "C3"))).Reply);
        Assert.Equal(31, (await store.NoteAsync(Typed.Command("new", channel: "elsewhere"))).Incident!.Value.Number);
        var report = await CheckAsync();
        Assert.Empty(report.Findings);
        Assert.Equal((31, 2), (report.Incidents, report.Quarantined.Count));
        await store.RecordAsync(Typed.Command("boom", "d-boom"), _ => throw new TimeZoneNotFoundException(), CancellationToken.None);
        Assert.Equal(3, (await CheckAsync()).Quarantined.Count);
    }

    [SkippableFact]
    public async Task What_rooms_are_owed_and_what_is_known_of_them_is_moved_and_then_goes_its_own_way()
    {
        var stream = new StreamPosition("discord", 0, 1, "s1", "wss://gateway.example/", 7);
        await using (var file = Sqlite.Open(_folder.File()))
        {
            await file.NoteAsync(Typed.Command("one", channel: "slack:C1"));
            var message = new MessageRef(new ChannelId("slack:C1"), "m1", "pin");
            await FollowAsync(file, new MessageChange.Captured(message, EntryKind.Note, Typed.Ana, Typed.Nine), "look");
            await FollowAsync(file, new MessageChange.FileFetched(message, "image/png", new byte[] { 1, 2, 3 }), "a.png");
            await file.Rooms.DoneAsync(Assert.Single(await TakeAsync(file.Rooms)), "m7", Typed.Nine);
            await file.NoteAsync(Typed.Command("two", channel: "slack:C1"));
            await file.Rooms.SaveCursorsAsync([new RoomCursor(new ChannelId("slack:C1"), null, "17.1")], Typed.Nine);
            await file.Streams.SaveAsync(stream, Typed.Nine);
            await file.Streams.SaveAllowanceAsync("discord", new StreamAllowance(3.5, Typed.Nine));
        }

        Assert.Empty(await MoveAsync());

        await using (var store = await Postgres.OpenAsync(_address))
        {
            var id = (await store.FindAsync(new ChannelId("slack:C1"), default))!.Id;
            Assert.Equal([1, 2, 3], await store.Rooms.ReadFileAsync(id, 1, default));
            Assert.Equal("17.1", Assert.Single(Assert.Single(await store.Rooms.OpenRoomsAsync("slack", default)).Cursors).Message);
            var item = Assert.Single(await TakeAsync(store.Rooms));
            Assert.Equal("m7", item.MessageId);
            await store.Rooms.DoneAsync(item, "m7", Typed.Nine);
            Assert.Equal(stream, await store.Streams.ReadAsync("discord", 0, default));
            Assert.Equal(new StreamAllowance(3.5, Typed.Nine), await store.Streams.ReadAllowanceAsync("discord", default));
            await store.Streams.SaveAsync(stream with { Sequence = 8 }, Typed.Nine);
        }

        Assert.Empty(await MoveAsync());

        static Task<IReadOnlyList<OutboxItem>> TakeAsync(IRoomStore rooms) =>
            rooms.TakeAsync(["slack"], 5, Typed.Nine + Duration.FromDays(1), Typed.Nine + Duration.FromDays(2), default);

        static Task<CommandAnswer> FollowAsync(IIncidentStore store, MessageChange change, string text)
        {
            var request = Typed.Command(text, channel: "slack:C1") with { Change = change };
            return store.RecordAsync(
                request,
                state => IncidentRules.Decide(state, new Command.FollowMessage(change, text), new RuleContext(request, new CommandSettings(), ["plain-label"])),
                default);
        }
    }

    [SkippableFact]
    public async Task The_zones_that_people_chose_are_moved_and_compared()
    {
        await using (var file = Sqlite.Open(_folder.File()))
        {
            await file.ChooseZoneAsync("Asia/Tokyo", Typed.Command("zone", "z1"));
        }

        await Assert.ThrowsAsync<OperationCanceledException>(() => MoveAsync(interruptAfter: 40));
        await using (var file = Sqlite.Open(_folder.File()))
        {
            await file.ChooseZoneAsync("Europe/Madrid");
        }

        Assert.Empty(await MoveAsync());
        await using (var store = await Postgres.OpenAsync(_address))
        {
            Assert.Equal("Europe/Madrid", await store.ZoneAsync());
        }

        Assert.Empty((await CheckAsync()).Findings);
        await _cluster.ExecuteAsync("UPDATE people SET zone = 'UTC'", _address);
        Assert.Equal("people: 1 rows in the file, 1 in PostgreSQL, but not the same.", Assert.Single(await MoveAsync()));
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(40)]
    public async Task An_interrupted_move_goes_on(int pieces)
    {
        await Assert.ThrowsAsync<OperationCanceledException>(() => MoveAsync(interruptAfter: pieces));
        var begun = await Assert.ThrowsAsync<UnusableStoreException>(() => Postgres.OpenAsync(_address));
        Assert.Contains("run `incidentbot migrate --to postgres` to its end", begun.Message, StringComparison.Ordinal);

        Assert.Empty(await MoveAsync());

        Assert.Empty((await CheckAsync()).Findings);
    }

    [SkippableFact]
    public async Task A_move_that_is_done_only_compares()
    {
        await MoveAsync();

        Assert.Empty(await MoveAsync());
    }

    [SkippableTheory]
    [InlineData("UPDATE event_words SET words = '{\"text\":\"other\"}' WHERE incident = 3 AND version = 3", "event_words: 90 rows in the file, 90 in PostgreSQL, but not the same.")]
    [InlineData("UPDATE deliveries SET reply = 'other' WHERE delivery_id = 'first-3'", "deliveries: 33 rows in the file, 33 in PostgreSQL, but not the same.")]
    [InlineData("UPDATE incidents SET head = decode('00', 'hex') WHERE number = 3", "incidents: 30 rows")]
    [InlineData("DELETE FROM incident_channels WHERE incident = 3", "incident_channels: 30 rows in the file, 29 in PostgreSQL.")]
    public async Task A_difference_is_named(string damage, string difference)
    {
        await MoveAsync();
        await _cluster.ExecuteAsync(damage, _address);

        Assert.StartsWith(difference, Assert.Single(await MoveAsync()), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(false, false, nameof(Ahead.Neither))]
    [InlineData(true, false, nameof(Ahead.File))]
    [InlineData(false, true, nameof(Ahead.Postgres))]
    [InlineData(true, true, nameof(Ahead.Both))]
    public async Task Which_one_went_on_after_the_move_is_told(bool file, bool postgres, string ahead)
    {
        await MoveAsync();
        await GoOnAsync(file, postgres, store => store.NoteAsync(Typed.Command("later", channel: "C3")));

        Assert.Equal(ahead, (await AheadAsync()).ToString());
    }

    [SkippableFact]
    public async Task An_answer_that_only_one_gave_and_incidents_of_its_own_tell_as_well()
    {
        await MoveAsync();
        await GoOnAsync(false, true, store => store.RecordAsync(Typed.Command("?", "d-new"), Typed.Ask("Did you mean /note?"), CancellationToken.None));
        Assert.Equal(Ahead.Postgres, await AheadAsync());

        await GoOnAsync(true, false, store => store.NoteAsync(Typed.Command("new", channel: "elsewhere")));
        Assert.Equal(Ahead.File, await AheadAsync());

        await GoOnAsync(false, true, store => store.NoteAsync(Typed.Command("other", channel: "elsewhere")));
        Assert.Equal(Ahead.Both, await AheadAsync());
    }

    [SkippableFact]
    public async Task A_file_that_does_not_pass_its_checks_is_moved_and_no_bot_may_use_it()
    {
        using (var damaged = Sqlite.Connect(_folder.File()))
        {
            damaged.Execute("UPDATE incidents SET entries = 99 WHERE number = 3");
        }

        var finding = Assert.Single(await MoveAsync());

        Assert.StartsWith("INC-3: the list of incidents has another summary", finding, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UnusableStoreException>(() => Postgres.OpenAsync(_address));
    }

    [SkippableFact]
    public async Task A_database_with_other_data_is_refused()
    {
        await using (var store = await Postgres.OpenAsync(_address))
        {
            await store.NoteAsync(Typed.Command("mine"));
        }

        var error = await Assert.ThrowsAsync<UnusableStoreException>(() => MoveAsync());

        Assert.Contains("holds other data", error.Message, StringComparison.Ordinal);
        await using var again = await Postgres.OpenAsync(_address);
        Assert.Equal("mine", (await again.ReadAsync(1))!.Title);
    }

    private async Task<IReadOnlyList<string>> MoveAsync(int interruptAfter = int.MaxValue)
    {
        var pieces = 0;
        using var source = new SqliteFile(_folder.File()).OpenOrCreate(TimeProvider.System);
        await using var target = Database();
        return await new StoreMove(
            source, target, (_, _, _) => _ = ++pieces == interruptAfter ? throw new OperationCanceledException() : 0)
        {
            PieceRows = 5,
        }.RunAsync(CancellationToken.None);
    }

    private async Task GoOnAsync(bool file, bool postgres, Func<IIncidentStore, Task> run)
    {
        if (file)
        {
            await using var store = Sqlite.Open(_folder.File());
            await run(store);
        }

        if (postgres)
        {
            await using var store = await Postgres.OpenAsync(_address);
            await run(store);
        }
    }

    private async Task<Ahead> AheadAsync()
    {
        using var source = new SqliteFile(_folder.File()).OpenOrCreate(TimeProvider.System);
        await using var target = Database();
        var move = new StoreMove(source, target, (_, _, _) => { });
        await move.RunAsync(CancellationToken.None);
        return move.Ahead;
    }

    private async Task<IntegrityReport> CheckAsync()
    {
        await using var database = Database();
        return await StoreIntegrity.CheckAsync(database, (_, _) => { }, CancellationToken.None);
    }

    private PostgresDatabase Database() => new(PostgresSettings.Read(_address)!, TimeProvider.System, NullLogger.Instance);

    /// <summary>Thirty incidents with two entries, a redaction, an answer without an incident and two commands in quarantine.</summary>
    private static async Task FillAsync(string path)
    {
        await using var store = Sqlite.Open(path);
        foreach (var n in Enumerable.Range(1, 30))
        {
            await store.NoteAsync(Typed.Command($"incident {n}", $"first-{n}", channel: $"C{n}"));
            await store.NoteAsync(Typed.Command("Ñandú 🦤 'quoted' \\ \t", channel: $"C{n}"));
        }

        var redact = Typed.Command("redact", channel: "C7");
        await store.RecordAsync(redact, Typed.Redact(redact, 2), CancellationToken.None);
        await store.RecordAsync(Typed.Command("?", "Ünïcode", channel: "C99"), Typed.Ask("Did you mean /note?"), CancellationToken.None);
        await store.RecordAsync(Typed.Command("bad", "b1"), _ => throw new TimeZoneNotFoundException(), CancellationToken.None);
        await store.RecordAsync(Typed.Command("bad", "b2"), _ => throw new TimeZoneNotFoundException(), CancellationToken.None);
    }
}
