using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;

namespace IncidentBot.Storage.Sqlite;

/// <summary>The numbered steps that lead from an empty file to the schema of this version.</summary>
internal static partial class SqliteSchema
{
    /// <summary>Written into the file's header, so that no other program's database is taken for ours: "INCB".</summary>
    public const long ApplicationId = 0x494E4342;

    private const int ChainVersion = 2;
    private const string Resource = "IncidentBot.Storage.Sqlite.Schema.sqlite.sql";

    public static IReadOnlyList<string> Steps { get; } = Split(ReadResource());

    /// <summary>Refuses what this version cannot read: another program's file, or one that a newer version wrote.</summary>
    /// <returns>How many steps were applied to the file; zero for an empty one.</returns>
    public static int CheckVersion(DbConnection connection, string path, int known)
    {
        var version = connection.ExecuteScalar<int>("PRAGMA user_version");
        var application = connection.ExecuteScalar<long>("PRAGMA application_id");
        var empty = connection.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master") == 0;
        if (!empty && application != ApplicationId)
        {
            throw new UnusableStoreException($"{path} is a database of another program; name another file in Storage:Path.");
        }

        return version <= known
            ? version
            : throw new UnusableStoreException(
                $"{path} was written by a newer version (schema {version}, this version knows {known}); " +
                "run that version, or name another file in Storage:Path.");
    }

    /// <summary>Applies the steps that are missing: all of them or none. The caller commits.</summary>
    public static void Migrate(DbConnection connection, DbTransaction transaction, int from, IReadOnlyList<string> steps, long now)
    {
        for (var version = from + 1; version <= steps.Count; version++)
        {
            connection.Execute(steps[version - 1], transaction: transaction);
            if (version == ChainVersion)
            {
                LinkEvents(connection, transaction);
            }

            connection.Execute(
                "INSERT INTO schema_versions (version, applied_at) VALUES (@version, @now)", new { version, now }, transaction);
        }

        // Pragmas take no parameters.
        connection.Execute(
            string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {steps.Count}"),
            transaction: transaction);
    }

    /// <summary>Chains the events that are there, and begins the ledger.</summary>
    private static void LinkEvents(DbConnection connection, DbTransaction transaction)
    {
        var rows = new IncidentRows(connection, transaction);
        foreach (var number in connection.Query<int>("SELECT number FROM incidents ORDER BY number", transaction: transaction))
        {
            var head = EventChain.Beginning;
            foreach (var row in rows.ReadEventRows(new IncidentId(number)).ToList())
            {
                head = EventChain.Link(head, new IncidentId(number), row);
                connection.Execute(
                    "UPDATE events SET link = @head WHERE incident = @number AND version = @Version",
                    new { head, number, row.Version },
                    transaction);
            }

            connection.Execute("UPDATE incidents SET head = @head WHERE number = @number", new { head, number }, transaction);
        }

        var ledger = new Ledger(Guid.NewGuid().ToString("N"), 0, EventChain.Beginning);
        foreach (var link in connection.Query<byte[]>("SELECT link FROM events ORDER BY rowid", transaction: transaction, buffered: false))
        {
            ledger = ledger with { Events = ledger.Events + 1, Head = EventChain.Join(ledger.Head, link) };
        }

        connection.Execute(
            "INSERT INTO ledger (id, store_id, events, head) VALUES (1, @StoreId, @Events, @Head)",
            ledger,
            transaction);
    }

    private static string[] Split(string script) => StepHeading().Split(script)[1..];

    private static string ReadResource()
    {
        using var stream = typeof(SqliteSchema).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^-- version \d+$", RegexOptions.Multiline)]
    private static partial Regex StepHeading();
}
