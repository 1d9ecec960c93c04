using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Storage.Rooms;

/// <summary>The rooms in a database. What is asked is the same in each; how it is read and written is not.</summary>
/// <param name="locking">What the database needs so that no two instances take the same.</param>
internal abstract class DatabaseRooms(string locking) : IRoomStore
{
    public abstract Signal Owed { get; }

    public virtual Task<Instant?> NextDueAsync(IReadOnlyCollection<string> platforms, CancellationToken ct) =>
        ReadAsync(rows => rows.NextDueAsync(platforms), ct);

    public virtual Task<IReadOnlyList<OutboxItem>> TakeAsync(
        IReadOnlyCollection<string> platforms, int most, Instant now, Instant until, CancellationToken ct) =>
        WriteAsync(rows => rows.TakeAsync(platforms, most, now, until, locking), ct);

    public Task DoneAsync(OutboxItem item, string? message, Instant now) => WriteAsync(rows => rows.DoneAsync(item, message, now));

    public Task FailAsync(OutboxItem item, string problem, bool maybeSent, Instant next) =>
        WriteAsync(rows => rows.FailAsync(item, problem, maybeSent, next));

    public Task GiveUpAsync(OutboxItem item, string problem, Instant now) => WriteAsync(rows => rows.GiveUpAsync(item, problem, now));

    public Task AnsweredAsync(DeliveryKey delivery) => WriteAsync(rows => rows.AnsweredAsync(delivery));

    public Task<IReadOnlyList<GivenUp>> GivenUpAsync(int most, CancellationToken ct) => ReadAsync(rows => rows.GivenUpAsync(most), ct);

    public Task<string?> FindMessageAsync(IncidentId incident, ChannelId room, string kind, CancellationToken ct) =>
        ReadAsync(rows => rows.FindMessageAsync(incident, room, kind), ct);

    public Task ForgetMessageAsync(IncidentId incident, ChannelId room, string kind) =>
        WriteAsync(rows => rows.ForgetMessageAsync(incident, room, kind));

    public Task SaveCursorsAsync(IReadOnlyCollection<RoomCursor> cursors, Instant now) => WriteAsync(rows => rows.SaveCursorsAsync(cursors, now));

    public Task<IReadOnlyList<OpenRoom>> OpenRoomsAsync(string platform, CancellationToken ct) => ReadAsync(rows => rows.OpenRoomsAsync(platform), ct);

    public Task<string?> FindZoneAsync(Person person, CancellationToken ct) => ReadAsync(rows => rows.FindZoneAsync(person), ct);

    public Task<byte[]?> ReadFileAsync(IncidentId incident, int number, CancellationToken ct) =>
        ReadAsync(rows => rows.ReadFileAsync(incident, number), ct);

    /// <summary>Reads within one transaction.</summary>
    protected abstract Task<T> ReadAsync<T>(Func<RoomRows, Task<T>> read, CancellationToken ct);

    /// <summary>Writes all of it, or nothing.</summary>
    protected abstract Task<T> WriteAsync<T>(Func<RoomRows, Task<T>> write, CancellationToken ct);

    protected Task WriteAsync(Func<RoomRows, Task> write) => WriteAsync<object?>(
        async rows =>
        {
            await write(rows);
            return null;
        },
        CancellationToken.None);
}
