using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace IncidentBot.Storage.Rooms;

/// <summary>The rooms in one SQLite file: read like incidents, written by the one writer with its next batch.</summary>
internal sealed class SqliteRooms(SqliteFile file, SqliteWriter? writer) : IRoomStore
{
    private volatile bool _leasesAreOurs;

    public Signal Owed { get; } = writer?.Owed ?? new Signal();

    public async Task<Instant?> NextDueAsync(IReadOnlyCollection<string> platforms, CancellationToken ct)
    {
        await EndLeasesAsync();
        return await ReadAsync(rows => rows.NextDueAsync(platforms), ct);
    }

    public async Task<IReadOnlyList<OutboxItem>> TakeAsync(
        IReadOnlyCollection<string> platforms, int most, Instant now, Instant until, CancellationToken ct)
    {
        await EndLeasesAsync();
        IReadOnlyList<OutboxItem> items = [];
        await WriteAsync(async rows => items = await rows.TakeAsync(platforms, most, now, until, locking: ""));
        return items;
    }

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

    /// <summary>Once: the file is this process's alone, and whoever had taken something before is gone.</summary>
    private async Task EndLeasesAsync()
    {
        if (!_leasesAreOurs)
        {
            await WriteAsync(rows => rows.EndLeasesAsync());
            _leasesAreOurs = true;
        }
    }

    /// <summary>Writes with the next batch.</summary>
    public Task WriteAsync(Func<SqliteConnection, Task> write) => writer?.WriteAsync(
        // SQLite does all of it before it returns.
        connection => write(connection).GetAwaiter().GetResult())
        ?? throw new StorageException(outcomeUnknown: false, new UnusableStoreException($"{file.Path} was opened for reading only."));

    /// <summary>Reads without waiting for the writer.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, SqliteTransaction, Task<T>> read, CancellationToken ct) => Task.Run(
        async () =>
        {
            try
            {
                using var connection = file.OpenReader();
                using var transaction = connection.BeginTransaction(deferred: true);
                return await read(connection, transaction);
            }
            catch (SqliteException e) when (e.IsStorageFailure())
            {
                throw new StorageException(outcomeUnknown: false, e);
            }
        },
        ct);

    private Task WriteAsync(Func<RoomRows, Task> write) => WriteAsync((SqliteConnection connection) => write(new RoomRows(connection)));

    private Task<T> ReadAsync<T>(Func<RoomRows, Task<T>> read, CancellationToken ct) =>
        ReadAsync((connection, transaction) => read(new RoomRows(connection, transaction)), ct);
}
