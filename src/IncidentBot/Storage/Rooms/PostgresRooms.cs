using IncidentBot.Storage.Postgres;

namespace IncidentBot.Storage.Rooms;

/// <summary>The rooms in PostgreSQL: several instances may send, and none sends what another has taken.</summary>
internal sealed class PostgresRooms(PostgresIncidentStore store) : DatabaseRooms("FOR UPDATE OF o SKIP LOCKED")
{
    public override Signal Owed { get; } = new();

    protected override Task<T> ReadAsync<T>(Func<RoomRows, Task<T>> read, CancellationToken ct) => WriteAsync(read, ct);

    protected override Task<T> WriteAsync<T>(Func<RoomRows, Task<T>> write, CancellationToken ct) => store.ConnectedAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, ct);
            var result = await write(new RoomRows(connection, transaction));
            await transaction.CommitAsync(ct);
            return result;
        },
        ct);
}
