using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Postgres;
using NodaTime;

namespace IncidentBot.Storage.Rooms;

/// <summary>The rooms in PostgreSQL: several instances may send, and none sends what another has taken.</summary>
internal sealed class PostgresRooms(PostgresIncidentStore store) : IRoomStore
{
    private const string Locking = "FOR UPDATE OF o SKIP LOCKED";

    public Signal Owed { get; } = new();

    public Task<Instant?> NextDueAsync(IReadOnlyCollection<string> platforms, CancellationToken ct) =>
        RunAsync(rows => rows.NextDueAsync(platforms), ct);

    public Task<IReadOnlyList<OutboxItem>> TakeAsync(
        IReadOnlyCollection<string> platforms, int most, Instant now, Instant until, CancellationToken ct) =>
        RunAsync(rows => rows.TakeAsync(platforms, most, now, until, Locking), ct);

    public Task DoneAsync(OutboxItem item, string? message, Instant now) => RunAsync(rows => rows.DoneAsync(item, message, now));

    public Task FailAsync(OutboxItem item, string problem, bool maybeSent, Instant next) =>
        RunAsync(rows => rows.FailAsync(item, problem, maybeSent, next));

    public Task GiveUpAsync(OutboxItem item, string problem, Instant now) => RunAsync(rows => rows.GiveUpAsync(item, problem, now));

    public Task AnsweredAsync(DeliveryKey delivery) => RunAsync(rows => rows.AnsweredAsync(delivery));

    public Task<IReadOnlyList<GivenUp>> GivenUpAsync(int most, CancellationToken ct) => RunAsync(rows => rows.GivenUpAsync(most), ct);

    public Task<string?> FindMessageAsync(IncidentId incident, ChannelId room, string kind, CancellationToken ct) =>
        RunAsync(rows => rows.FindMessageAsync(incident, room, kind), ct);

    public Task ForgetMessageAsync(IncidentId incident, ChannelId room, string kind) =>
        RunAsync(rows => rows.ForgetMessageAsync(incident, room, kind));

    public Task SaveCursorsAsync(IReadOnlyCollection<RoomCursor> cursors, Instant now) => RunAsync(rows => rows.SaveCursorsAsync(cursors, now));

    public Task<IReadOnlyList<OpenRoom>> OpenRoomsAsync(string platform, CancellationToken ct) => RunAsync(rows => rows.OpenRoomsAsync(platform), ct);

    public Task<string?> FindZoneAsync(Person person, CancellationToken ct) => RunAsync(rows => rows.FindZoneAsync(person), ct);

    public Task<byte[]?> ReadFileAsync(IncidentId incident, int number, CancellationToken ct) =>
        RunAsync(rows => rows.ReadFileAsync(incident, number), ct);

    private Task<object?> RunAsync(Func<RoomRows, Task> write) => RunAsync<object?>(
        async rows =>
        {
            await write(rows);
            return null;
        },
        CancellationToken.None);

    private Task<T> RunAsync<T>(Func<RoomRows, Task<T>> work, CancellationToken ct) => store.ConnectedAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, ct);
            var result = await work(new RoomRows(connection, transaction));
            await transaction.CommitAsync(ct);
            return result;
        },
        ct);
}
