using System.Data.Common;
using Dapper;
using IncidentBot.Core.Commands;
using IncidentBot.Storage.Rows;
using NodaTime;

namespace IncidentBot.Storage.Rooms;

/// <summary>The rows of the streams within one transaction. Its SQL runs on SQLite 3.35 and on PostgreSQL 15.</summary>
internal sealed class StreamRows(DbConnection connection, DbTransaction? transaction = null)
{
    private const double Thousandths = 1000;

    private const string Read =
        """
        SELECT shards AS Shards, session AS Session, address AS Address, sequence AS Sequence
        FROM streams WHERE platform = @platform AND shard = @shard
        """;

    private const string Save =
        """
        INSERT INTO streams (platform, shard, shards, session, address, sequence, saved_at)
        VALUES (@Platform, @Shard, @Shards, @Session, @Address, @Sequence, @now)
        ON CONFLICT (platform, shard) DO UPDATE SET
          shards = excluded.shards, session = excluded.session, address = excluded.address, sequence = excluded.sequence, saved_at = excluded.saved_at
        WHERE streams.session <> excluded.session OR streams.sequence < excluded.sequence
        """;

    private const string Forget = "DELETE FROM streams WHERE platform = @platform AND shard = @shard";

    private const string ReadAllowance = "SELECT remaining, counted_at FROM stream_allowances WHERE platform = @platform";

    private const string SaveAllowance =
        """
        INSERT INTO stream_allowances (platform, remaining, counted_at) VALUES (@platform, @remaining, @at)
        ON CONFLICT (platform) DO UPDATE SET remaining = excluded.remaining, counted_at = excluded.counted_at
        """;

    /// <summary>
    /// Moves a stream on, with what a command writes. Only within its session: what is left of an older one must not
    /// bring that back.
    /// </summary>
    public const string Advance =
        """
        UPDATE streams SET sequence = @Sequence, saved_at = @SavedAt
        WHERE platform = @Platform AND shard = @Shard AND session = @Session AND sequence < @Sequence
        """;

    public async Task<StreamPosition?> ReadAsync(string platform, int shard) =>
        await connection.QuerySingleOrDefaultAsync<Stored>(Read, new { platform, shard }, transaction) is { } row
            ? new StreamPosition(platform, shard, row.Shards, row.Session, row.Address, row.Sequence)
            : null;

    public Task SaveAsync(StreamPosition position, Instant now) => connection.ExecuteAsync(
        Save,
        new { position.Platform, position.Shard, position.Shards, position.Session, position.Address, position.Sequence, now = now.ToMicroseconds() },
        transaction);

    public Task ForgetAsync(string platform, int shard) => connection.ExecuteAsync(Forget, new { platform, shard }, transaction);

    public async Task<StreamAllowance?> ReadAllowanceAsync(string platform) =>
        (await connection.QueryAsync<(long, long)>(ReadAllowance, new { platform }, transaction)).AsList() is [var (remaining, at)]
            ? new StreamAllowance(remaining / Thousandths, at.ToInstant())
            : null;

    public Task SaveAllowanceAsync(string platform, StreamAllowance allowance) => connection.ExecuteAsync(
        SaveAllowance,
        new { platform, remaining = (long)Math.Floor(allowance.Left * Thousandths), at = allowance.At.ToMicroseconds() },
        transaction);

    private sealed record Stored
    {
        public int Shards { get; init; }

        public string Session { get; init; } = "";

        public string Address { get; init; } = "";

        public long Sequence { get; init; }
    }
}
