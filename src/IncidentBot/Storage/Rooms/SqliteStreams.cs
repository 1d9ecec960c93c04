using IncidentBot.Core.Commands;
using NodaTime;

namespace IncidentBot.Storage.Rooms;

/// <summary>The streams in one SQLite file.</summary>
internal sealed class SqliteStreams(SqliteRooms rooms) : IStreamStore
{
    public Task<StreamPosition?> ReadAsync(string platform, int shard, CancellationToken ct) =>
        rooms.ReadAsync((connection, transaction) => new StreamRows(connection, transaction).ReadAsync(platform, shard), ct);

    public Task SaveAsync(StreamPosition position, Instant now) => WriteAsync(rows => rows.SaveAsync(position, now));

    public Task ForgetAsync(string platform, int shard) => WriteAsync(rows => rows.ForgetAsync(platform, shard));

    public Task<StreamAllowance?> ReadAllowanceAsync(string platform, CancellationToken ct) =>
        rooms.ReadAsync((connection, transaction) => new StreamRows(connection, transaction).ReadAllowanceAsync(platform), ct);

    public Task SaveAllowanceAsync(string platform, StreamAllowance allowance) => WriteAsync(rows => rows.SaveAllowanceAsync(platform, allowance));

    private Task WriteAsync(Func<StreamRows, Task> write) => rooms.WriteAsync(connection => write(new StreamRows(connection)));
}
