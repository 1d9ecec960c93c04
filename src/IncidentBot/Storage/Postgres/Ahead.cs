using System.Data.Common;
using Dapper;
using IncidentBot.Storage.Rows;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace IncidentBot.Storage.Postgres;

/// <summary>Which of two stores, one of them moved out of the other, holds what the other lacks.</summary>
[Flags]
internal enum Ahead
{
    Neither = 0,
    File = 1,
    Postgres = 2,
    Both = File | Postgres,
}

/// <summary>Finds out which one went on after a move: each event is bound to all before it, so the last ones tell.</summary>
internal static class AheadOf
{
    private const string LastEvents =
        """
        SELECT e.incident AS Number, e.version AS Version, e.link AS Head FROM events e
        JOIN (SELECT incident, max(version) AS last FROM events GROUP BY incident) l ON l.incident = e.incident AND l.last = e.version
        """;

    private const string Others = "SELECT (SELECT count(*) FROM deliveries) + (SELECT count(*) FROM quarantine)";

    public static async Task<Ahead> CompareAsync(SqliteConnection file, NpgsqlConnection postgres)
    {
        var (here, there) = (await ReadAsync(file), await ReadAsync(postgres));
        var ahead = Ahead.Neither;
        foreach (var number in here.Keys.Union(there.Keys))
        {
            ahead |= (here.GetValueOrDefault(number), there.GetValueOrDefault(number)) switch
            {
                (null, _) => Ahead.Postgres,
                (_, null) => Ahead.File,
                var (a, b) when a.Version > b.Version => await HoldsAsync(file, b) ? Ahead.File : Ahead.Both,
                var (a, b) when a.Version < b.Version => await HoldsAsync(postgres, a) ? Ahead.Postgres : Ahead.Both,
                var (a, b) => a.Head.AsSpan().SequenceEqual(b.Head) ? Ahead.Neither : Ahead.Both,
            };
        }

        return ahead != Ahead.Neither ? ahead
            : (await postgres.ExecuteScalarAsync<long>(Others)).CompareTo(await file.ExecuteScalarAsync<long>(Others)) switch
            {
                > 0 => Ahead.Postgres,
                < 0 => Ahead.File,
                _ => Ahead.Neither,
            };
    }

    private static async Task<Dictionary<int, StoredVersion>> ReadAsync(DbConnection connection) =>
        (await connection.QueryAsync<StoredVersion>(LastEvents)).ToDictionary(last => last.Number);

    private static async Task<bool> HoldsAsync(DbConnection connection, StoredVersion other) =>
        await connection.ExecuteScalarAsync<byte[]>(
            "SELECT link FROM events WHERE incident = @Number AND version = @Version", new { other.Number, other.Version }) is { } link
        && link.AsSpan().SequenceEqual(other.Head);
}
