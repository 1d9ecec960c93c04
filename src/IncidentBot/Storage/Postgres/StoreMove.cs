using Dapper;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Search;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace IncidentBot.Storage.Postgres;

/// <summary>
/// Moves a SQLite file into PostgreSQL in pieces that are each committed, so that it goes on after an interruption
/// where it was. At the end everything is compared, and only then may a bot use the database.
/// </summary>
internal sealed class StoreMove(SqliteConnection source, PostgresDatabase target, Action<string, long, long> progress)
{
    private const long Lock = 0x494E4342_00000003;

    /// <summary>About so many rows are committed at once.</summary>
    public int PieceRows { get; init; } = 5_000;

    /// <summary>Which one holds what the other lacks, once they were found to differ.</summary>
    public Ahead Ahead { get; private set; }

    /// <summary>Moves what is not there yet and compares all of it.</summary>
    /// <returns>What differs; empty if nothing does.</returns>
    /// <exception cref="UnusableStoreException">The database holds other data; the message says so.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken ct)
    {
        await target.PrepareForMoveAsync(ct);
        await using var connection = await target.Upkeep.OpenConnectionAsync(ct);
        if (!await connection.ExecuteScalarAsync<bool>("SELECT pg_try_advisory_lock(@Lock)", new { Lock }))
        {
            throw new UnusableStoreException($"{target.Place}: somebody moves a file into it already.");
        }

        var moves = await BeginAsync(connection);
        if (moves)
        {
            await MoveIncidentsAsync(connection, ct);
            await MoveDeliveriesAsync(connection, ct);
            await MoveQuarantineAsync(connection, ct);
            await MovePeopleAsync(connection, ct);
            await MovePassingAsync(connection, ct);
        }

        var differences = await CompareAsync(connection, moves ? [.. MovedTable.All, .. MovedTable.Passing] : MovedTable.All, ct);
        if (differences.Count > 0)
        {
            Ahead = await AheadOf.CompareAsync(source, connection);
            return differences;
        }

        differences = StoreIntegrity.CheckRows(target, (done, all) => progress("checked", done, all)).Findings;
        if (differences.Count == 0)
        {
            await connection.ExecuteAsync("UPDATE store SET moving = false");
            await MakeSearchableAsync(connection, ct);
        }

        return differences;
    }

    /// <returns>Whether there may be anything left to move.</returns>
    private async Task<bool> BeginAsync(NpgsqlConnection connection)
    {
        var ours = source.ExecuteScalar<string>("SELECT store_id FROM ledger");
        var (theirs, moving) = await connection.QuerySingleAsync<(string, bool)>("SELECT store_id, moving FROM store");
        var isEmpty = await connection.ExecuteScalarAsync<bool>(
            "SELECT NOT EXISTS (SELECT FROM incidents) AND NOT EXISTS (SELECT FROM deliveries) AND NOT EXISTS (SELECT FROM quarantine)");
        if (!isEmpty && theirs != ours)
        {
            throw new UnusableStoreException($"{target.Place} holds other data; name an empty database in Storage:ConnectionString.");
        }

        if (!isEmpty && !moving)
        {
            return false;
        }

        await connection.ExecuteAsync("UPDATE store SET store_id = @ours, moving = true", new { ours });
        return true;
    }

    private async Task MoveIncidentsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var done = await connection.ExecuteScalarAsync<int>("SELECT coalesce(max(number), 0) FROM incidents");
        var all = source.ExecuteScalar<long>("SELECT count(*) FROM events");
        var moved = source.ExecuteScalar<long>("SELECT count(*) FROM events WHERE incident <= @done", new { done });
        foreach (var (first, last) in Pieces(done))
        {
            await InPieceAsync(connection, async () =>
            {
                using var select = Select(("@first", first), ("@last", last));
                await MovedTable.Incidents.CopyAsync(select, "WHERE number BETWEEN @first AND @last", connection, ct);
                foreach (var table in new[] { MovedTable.Channels, MovedTable.Events, MovedTable.Words, MovedTable.Files })
                {
                    var rows = await table.CopyAsync(select, "WHERE incident BETWEEN @first AND @last", connection, ct);
                    moved += table == MovedTable.Events ? rows : 0;
                }
            });
            progress("events", moved, all);
        }
    }

    /// <summary>Whole incidents, several small ones at once.</summary>
    private List<(int First, int Last)> Pieces(int done)
    {
        List<(int First, int Last)> pieces = [];
        var (first, last, rows) = (0, 0, 0L);
        foreach (var (number, events) in source.Query<(int, int)>(
            "SELECT number, version FROM incidents WHERE number > @done ORDER BY number", new { done }))
        {
            if (rows > 0 && rows + events > PieceRows)
            {
                pieces.Add((first, last));
                rows = 0;
            }

            (first, last, rows) = (rows == 0 ? number : first, number, rows + events);
        }

        return rows > 0 ? [.. pieces, (first, last)] : pieces;
    }

    private async Task MoveDeliveriesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var all = source.ExecuteScalar<long>("SELECT count(*) FROM deliveries");
        var moved = await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM deliveries");
        for (var rows = -1L; rows != 0;)
        {
            var (afterSource, afterId) = await connection.QuerySingleOrDefaultAsync<(string?, string?)>(
                "SELECT source, delivery_id FROM deliveries ORDER BY source DESC, delivery_id DESC LIMIT 1");
            await InPieceAsync(connection, async () =>
            {
                using var select = Select(("@source", afterSource ?? ""), ("@id", afterId ?? ""), ("@most", PieceRows));
                rows = await MovedTable.Deliveries.CopyAsync(
                    select, "WHERE (source, delivery_id) > (@source, @id) ORDER BY source, delivery_id LIMIT @most", connection, ct);
            });
            progress("deliveries", moved += rows, all);
        }
    }

    private async Task MoveQuarantineAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var done = await connection.ExecuteScalarAsync<long>("SELECT coalesce(max(id), 0) FROM quarantine");
        await InPieceAsync(connection, async () =>
        {
            using var select = Select(("@done", done));
            await MovedTable.Quarantine.CopyAsync(select, "WHERE id > @done ORDER BY id", connection, ct);
        });
        await connection.ExecuteAsync(
            "SELECT setval(pg_get_serial_sequence('quarantine', 'id'), (SELECT max(id) + 1 FROM quarantine), false) WHERE EXISTS (SELECT FROM quarantine)");
    }

    /// <summary>They are few, and somebody may have chosen otherwise since a move was interrupted.</summary>
    private Task MovePeopleAsync(NpgsqlConnection connection, CancellationToken ct) => InPieceAsync(connection, async () =>
    {
        await connection.ExecuteAsync("DELETE FROM people");
        using var select = Select();
        await MovedTable.People.CopyAsync(select, "", connection, ct);
    });

    /// <summary>They are few. What an interrupted move left of them is replaced: the bot may have run on the file since.</summary>
    private async Task MovePassingAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await InPieceAsync(connection, async () =>
        {
            foreach (var table in MovedTable.Passing)
            {
                await connection.ExecuteAsync($"DELETE FROM {table.Name}");
                using var select = Select();
                await table.CopyAsync(select, "", connection, ct);
            }
        });
        await connection.ExecuteAsync(
            "SELECT setval(pg_get_serial_sequence('outbox', 'id'), (SELECT max(id) + 1 FROM outbox), false) WHERE EXISTS (SELECT FROM outbox)");
    }

    private async Task<IReadOnlyList<string>> CompareAsync(NpgsqlConnection connection, IReadOnlyList<MovedTable> tables, CancellationToken ct)
    {
        List<string> differences = [];
        for (var i = 0; i < tables.Count; i++)
        {
            var table = tables[i];
            var (here, there) = (await table.HashAsync(source, ct), await table.HashAsync(connection, ct));
            if (here != there)
            {
                differences.Add($"{table.Name}: {here.Rows} rows in the file, {there.Rows} in PostgreSQL{(here.Rows == there.Rows ? ", but not the same" : "")}.");
            }

            progress("compared", i + 1, tables.Count);
        }

        return differences;
    }

    /// <summary>The first search would wait for it otherwise. Interrupted, the bot goes on with it.</summary>
    private async Task MakeSearchableAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        SearchProgress made;
        do
        {
            made = await PostgresSearchTables.AdvanceAsync(connection, ct);
            progress("searchable", made.Incidents - made.Lacking, made.Incidents);
        }
        while (made.GoesOn);
    }

    private SqliteCommand Select(params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = source.CreateCommand();
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private static async Task InPieceAsync(NpgsqlConnection connection, Func<Task> copy)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await copy();
        await transaction.CommitAsync();
    }
}
