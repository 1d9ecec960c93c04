using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace IncidentBot.Storage.Rooms;

/// <summary>The rooms in one SQLite file: read like incidents, written by the one writer with its next batch.</summary>
internal sealed class SqliteRooms(SqliteFile file, SqliteWriter? writer) : DatabaseRooms(locking: "")
{
    private volatile bool _leasesAreOurs;

    public override Signal Owed { get; } = writer?.Owed ?? new Signal();

    public override async Task<Instant?> NextDueAsync(IReadOnlyCollection<string> platforms, CancellationToken ct)
    {
        await EndLeasesAsync();
        return await base.NextDueAsync(platforms, ct);
    }

    public override async Task<IReadOnlyList<OutboxItem>> TakeAsync(
        IReadOnlyCollection<string> platforms, int most, Instant now, Instant until, CancellationToken ct)
    {
        await EndLeasesAsync();
        return await base.TakeAsync(platforms, most, now, until, ct);
    }

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

    protected override Task<T> ReadAsync<T>(Func<RoomRows, Task<T>> read, CancellationToken ct) =>
        ReadAsync((connection, transaction) => read(new RoomRows(connection, transaction)), ct);

    protected override async Task<T> WriteAsync<T>(Func<RoomRows, Task<T>> write, CancellationToken ct)
    {
        var result = default(T)!;
        await WriteAsync(async (SqliteConnection connection) => result = await write(new RoomRows(connection)));
        return result;
    }
}
