using IncidentBot.Core.Commands;
using IncidentBot.Storage.Postgres;
using NodaTime;

namespace IncidentBot.Storage.Rooms;

/// <summary>The streams in PostgreSQL.</summary>
internal sealed class PostgresStreams(PostgresIncidentStore store) : IStreamStore
{
    public Task<StreamPosition?> ReadAsync(string platform, int shard, CancellationToken ct) =>
        store.ConnectedAsync(connection => new StreamRows(connection).ReadAsync(platform, shard), ct);

    public Task SaveAsync(StreamPosition position, Instant now) => WriteAsync(rows => rows.SaveAsync(position, now));

    public Task ForgetAsync(string platform, int shard) => WriteAsync(rows => rows.ForgetAsync(platform, shard));

    public Task<StreamAllowance?> ReadAllowanceAsync(string platform, CancellationToken ct) =>
        store.ConnectedAsync(connection => new StreamRows(connection).ReadAllowanceAsync(platform), ct);

    public Task SaveAllowanceAsync(string platform, StreamAllowance allowance) => WriteAsync(rows => rows.SaveAllowanceAsync(platform, allowance));

    private Task<object?> WriteAsync(Func<StreamRows, Task> write) => store.ConnectedAsync<object?>(
        async connection =>
        {
            await write(new StreamRows(connection));
            return null;
        },
        CancellationToken.None);
}
