using Dapper;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Storage.Rooms;

/// <summary>The contract tests are worth what they catch: each of these stores breaks one promise, and is noticed.</summary>
public sealed class RoomStoreMutantTests
{
    [Fact]
    public Task A_store_that_owes_in_a_transaction_of_its_own_after_the_event_is_caught() => CaughtAsync(
        path =>
        {
            Action later = () => { };
            return async (inner, request, decide) =>
            {
                later();
                var answer = await inner.RecordAsync(request, decide, default);
                later = TakeOut(path);
                return answer;
            };
        },
        tests => tests.What_was_recorded_is_owed_after_a_restart());

    [Fact]
    public Task A_store_that_owes_before_the_event_is_caught() => CaughtAsync(
        path => async (inner, request, decide) =>
        {
            using (var other = Sqlite.Connect(path))
            {
                other.Execute(
                    """
                    INSERT INTO outbox (room, platform, kind, name, lane, incident, version, written_at, due_at, tries, taken)
                    VALUES ('slack:C1', 'slack', 'status', 'INC-1', 'slack:C1', 1, 3, 0, 0, 0, 0)
                    """);
            }

            return await inner.RecordAsync(request, decide, default);
        },
        tests => tests.What_cannot_be_written_whole_leaves_neither_an_event_nor_a_debt("event_words", false));

    [Fact]
    public Task A_store_that_owes_again_on_a_repeat_is_caught() => CaughtAsync(
        _ => (inner, request, decide) => inner.RecordAsync(request with { Delivery = new DeliveryKey("api", Guid.NewGuid().ToString()) }, decide, default),
        tests => tests.A_repeat_owes_nothing());

    [Fact]
    public Task A_store_that_saves_the_sequence_before_the_event_is_caught() => CaughtAsync(
        path => async (inner, request, decide) =>
        {
            Advance(path, request);
            return await inner.RecordAsync(request with { Reached = null }, decide, default);
        },
        tests => tests.What_cannot_be_written_leaves_the_stream_where_it_was("event_words", false));

    [Fact]
    public Task A_store_that_saves_the_sequence_some_time_after_the_event_is_caught() => CaughtAsync(
        path =>
        {
            Action later = () => { };
            return async (inner, request, decide) =>
            {
                later();
                later = () => Advance(path, request);
                return await inner.RecordAsync(request with { Reached = null }, decide, default);
            };
        },
        tests => tests.A_command_moves_its_stream_on_in_its_own_transaction());

    [Fact]
    public Task A_store_that_asks_for_the_sequence_before_it_decides_is_caught() => CaughtAsync(
        _ => (inner, request, decide) =>
        {
            var early = request.Reached?.Invoke();
            return inner.RecordAsync(request with { Reached = early is null ? null : () => early }, decide, default);
        },
        tests => tests.How_far_it_is_is_asked_when_the_command_is_written());

    [Fact]
    public Task A_store_that_does_not_erase_bytes_is_caught() => CaughtAsync(
        _ => (inner, request, decide) => inner.RecordAsync(request, state => decide(state) with { Erase = null }, default),
        tests => tests.Bytes_come_back_as_they_came_and_are_gone_after_a_redaction());

    private static void Advance(string path, CommandRequest request)
    {
        using var other = Sqlite.Connect(path);
        other.Execute("UPDATE streams SET sequence = @Sequence WHERE shard = @Shard AND session = @Session", request.Reached!());
    }

    /// <summary>Removes what was just owed, to be written some time later.</summary>
    private static Action TakeOut(string path)
    {
        using var other = Sqlite.Connect(path);
        var rows = other.Query("SELECT * FROM outbox").Select(row => (IDictionary<string, object?>)row).ToList();
        other.Execute("DELETE FROM outbox");
        return () =>
        {
            using var again = Sqlite.Connect(path);
            foreach (var row in rows)
            {
                again.Execute($"INSERT INTO outbox ({string.Join(", ", row.Keys)}) VALUES ({string.Join(", ", row.Keys.Select(k => "@" + k))})", row);
            }
        };
    }

    private static async Task CaughtAsync(
        Func<string, Func<IIncidentStore, CommandRequest, Func<ChannelState, Decision>, Task<CommandAnswer>>> mutate,
        Func<RoomStoreTests, Task> check)
    {
        await RunAsync(_ => null, check);
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(mutate, check));
    }

    private static async Task RunAsync(
        Func<string, Func<IIncidentStore, CommandRequest, Func<ChannelState, Decision>, Task<CommandAnswer>>?> mutate,
        Func<RoomStoreTests, Task> check)
    {
        SqliteRoomStoreTests? tests = null;
        tests = new SqliteRoomStoreTests { Wrap = store => mutate(tests!.Path) is { } record ? new Mutant(store, record) : store };
        using (tests)
        {
            await tests.InitializeAsync();
            try
            {
                await check(tests);
            }
            finally
            {
                await tests.DisposeAsync();
            }
        }
    }

    private sealed class Mutant(
        IIncidentStore inner, Func<IIncidentStore, CommandRequest, Func<ChannelState, Decision>, Task<CommandAnswer>> record) : IIncidentStore
    {
        public Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct) =>
            record(inner, request, decide);

        public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) => inner.ReadAsync(id, ct);

        public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => inner.FindAsync(channel, ct);

        public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => inner.ReadEventsAsync(id, ct);

        public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) =>
            inner.ListAsync(before, limit, within, ct);

        public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) => inner.SearchAsync(query, limit, ct);
    }
}
