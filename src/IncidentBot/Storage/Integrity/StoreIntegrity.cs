using System.Data;
using System.Data.Common;
using Dapper;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Rows;
using IncidentBot.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Storage.Integrity;

/// <summary>Checks a whole database without changing it: its pages, every stream, and all that is derived from them.</summary>
internal static class StoreIntegrity
{
    private const int FindingsOfSqlite = 20;

    /// <summary>Checks a file.</summary>
    /// <param name="progress">Told how many incidents are checked, and of how many.</param>
    public static IntegrityReport Check(string path, Action<int, int> progress)
    {
        var file = new SqliteFile(path);
        try
        {
            return Check(path, progress, () =>
            {
                file.CheckReadable();
                var connection = file.OpenReader();
                return (connection, connection.BeginTransaction(deferred: true));
            });
        }
        finally
        {
            file.CloseReaders();
        }
    }

    /// <summary>Checks the database in PostgreSQL, as of one moment.</summary>
    /// <param name="progress">Told how many incidents are checked, and of how many.</param>
    public static async Task<IntegrityReport> CheckAsync(PostgresDatabase database, Action<int, int> progress, CancellationToken ct)
    {
        await database.CheckReadableAsync(ct);
        return CheckRows(database, progress);
    }

    /// <summary>The same for a database that no bot may use yet, because a file is being moved into it.</summary>
    public static IntegrityReport CheckRows(PostgresDatabase database, Action<int, int> progress) => Check(database.Place, progress, () =>
    {
        var connection = database.Upkeep.OpenConnection();
        return (connection, connection.BeginTransaction(IsolationLevel.RepeatableRead));
    });

    private static IntegrityReport Check(string place, Action<int, int> progress, Func<(DbConnection, DbTransaction)> open)
    {
        List<string> findings = [];
        List<QuarantinedCommand> quarantined = [];
        var (incidents, events, deliveries) = (0, 0L, 0L);
        try
        {
            var (connection, transaction) = open();
            using (connection)
            using (transaction)
            {
                if (connection is SqliteConnection)
                {
                    CheckPages(connection, transaction, findings.Add);
                }

                (incidents, events) = CheckIncidents(connection, transaction, findings.Add, progress);
                if (connection is SqliteConnection)
                {
                    CheckLedger(connection, transaction, findings.Add);
                }

                deliveries = CheckDeliveries(connection, transaction, findings.Add);
                quarantined.AddRange(connection.Query<QuarantinedCommand>(QuarantinedCommand.Select, transaction: transaction));
            }
        }
        catch (UnusableStoreException e)
        {
            findings.Add(e.Message);
        }
        catch (DbException e)
        {
            findings.Add($"{place} cannot be read to its end: {e.Message}");
        }

        return new IntegrityReport(findings, incidents, events, deliveries, quarantined);
    }

    private static (int Incidents, long Events) CheckIncidents(
        DbConnection connection, DbTransaction transaction, Action<string> report, Action<int, int> progress)
    {
        var (incidents, events) = (0, 0L);
        var ids = connection.Query<int>(
            "SELECT number FROM incidents UNION SELECT incident FROM events ORDER BY 1", transaction: transaction).AsList();
        var rows = new IncidentRows(connection, transaction);
        var withFiles = connection.Query<int>("SELECT DISTINCT incident FROM files", transaction: transaction).ToHashSet();
        foreach (var number in ids)
        {
            incidents++;
            if (number != incidents)
            {
                report($"{new IncidentId(incidents)} is missing; {new IncidentId(number)} follows.");
                incidents = number;
            }

            var stream = new StreamCheck(new IncidentId(number), report);
            stream.Run(rows.ReadEventRows(new IncidentId(number)));
            events += stream.Events;
            if (stream.Incident is { } folded)
            {
                CheckProjection(rows, folded, stream.Head, report);
                if (folded.Files > 0 || withFiles.Contains(number))
                {
                    FileCheck.Run(connection, transaction, folded, report);
                }
            }

            progress(incidents, ids.Count);
        }

        return (incidents, events);
    }

    private static void CheckPages(DbConnection connection, DbTransaction transaction, Action<string> report)
    {
        // Unbuffered: badly damaged pages end it with an error, and what it said before should not be lost.
        foreach (var line in connection.Query<string>(
            $"PRAGMA integrity_check({FindingsOfSqlite})", transaction: transaction, buffered: false))
        {
            if (line != "ok")
            {
                report($"SQLite: {line}");
            }
        }

        foreach (var (table, row) in connection.Query<(string, long)>(
            """SELECT "table", rowid FROM pragma_foreign_key_check""", transaction: transaction))
        {
            report($"Row {row} of {table} belongs to nothing.");
        }
    }

    private static void CheckProjection(IncidentRows rows, Incident folded, byte[] head, Action<string> report)
    {
        var row = rows.ReadProjection(folded.Id);
        if (row is null)
        {
            report($"{folded.Id}: it is not in the list of incidents.");
            return;
        }

        Compare("version", row.Version, folded.Version);
        Compare("last link", Convert.ToHexString(row.Head), Convert.ToHexString(head));
        Compare("closing time", row.ClosedAt, folded.ClosedAt?.ToMicroseconds());
        if (folded.Channels.IsEmpty)
        {
            report($"{folded.Id}: it has no channel.");
            return;
        }

        Compare("summary", row.ToSummary(), IncidentSummary.Of(folded));
        Compare(
            "channels",
            string.Join(' ', rows.ReadChannels(folded.Id).Order(StringComparer.Ordinal)),
            string.Join(' ', folded.Channels.Select(c => c.Value).Order(StringComparer.Ordinal)));

        void Compare<T>(string what, T listed, T actual)
        {
            if (!EqualityComparer<T>.Default.Equals(listed, actual))
            {
                report($"{folded.Id}: the list of incidents has another {what} ({listed}) than its events ({actual}).");
            }
        }
    }

    /// <summary>Tells what the chains of the incidents cannot: that an incident lost its last events, or went as a whole.</summary>
    private static void CheckLedger(DbConnection connection, DbTransaction transaction, Action<string> report)
    {
        var stated = connection.QuerySingleOrDefault<Ledger>(
            "SELECT store_id AS StoreId, events AS Events, head AS Head FROM ledger", transaction: transaction);
        var counted = new Ledger("", 0, EventChain.Beginning);
        foreach (var link in connection.Query<byte[]>("SELECT link FROM events ORDER BY rowid", transaction: transaction, buffered: false))
        {
            counted = counted with { Events = counted.Events + 1, Head = EventChain.Join(counted.Head, link ?? []) };
        }

        if (stated is null)
        {
            report("The ledger is empty.");
        }
        else if (stated.Events != counted.Events)
        {
            report($"The ledger counts {stated.Events} events, but {counted.Events} are there.");
        }
        else if (!stated.Head.AsSpan().SequenceEqual(counted.Head))
        {
            report("The events are not the ones, or not in the order, that the ledger was kept over.");
        }
    }

    private static long CheckDeliveries(DbConnection connection, DbTransaction transaction, Action<string> report)
    {
        foreach (var (source, delivery) in connection.Query<(string, string)>(
            """
            SELECT d.source, d.delivery_id
            FROM deliveries d
            LEFT JOIN (SELECT incident, max(entry) AS entries FROM events GROUP BY incident) e ON e.incident = d.incident
            WHERE d.recorded <> 0 AND coalesce(d.kind, '') <> @zone AND (e.incident IS NULL OR d.entry < 1 OR d.entry > coalesce(e.entries, 0))
            """,
            new { zone = Verbs.Zone.Name },
            transaction))
        {
            report($"The delivery '{delivery}' of '{source}' was answered as recorded, but no event is there.");
        }

        return connection.ExecuteScalar<long>("SELECT count(*) FROM deliveries", transaction: transaction);
    }
}
