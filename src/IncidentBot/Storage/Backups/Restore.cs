using System.Globalization;
using Dapper;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Rows;
using IncidentBot.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace IncidentBot.Storage.Backups;

/// <summary>What the present database has and a backup has not.</summary>
/// <param name="Redactions">Among the events: entries whose words would be there again.</param>
internal sealed record Loss(long Events, long Deliveries, long Redactions);

/// <summary>What a backup holds, found out on a copy of it beside the database.</summary>
/// <param name="Newest">When its last event was recorded; null without any.</param>
/// <param name="Present">What would be replaced; null if nothing is there.</param>
/// <param name="Loss">Null if the present database is missing or cannot be read.</param>
internal sealed record Examined(int Version, IntegrityReport Report, Instant? Newest, string? Present, Loss? Loss, string? Unreadable, bool PlainCopy)
{
    public bool CanBeUsed => Report.Findings.Count == 0;
}

/// <summary>
/// Puts a backup in the place of the database. It is copied beside it, brought up to this version and checked as a
/// whole before anything is moved, and nothing is deleted: what was there stays under another name.
/// </summary>
internal sealed class Restore(string database, string backup, TimeProvider time) : IDisposable
{
    private readonly string _copy = $"{database}.restoring-{Environment.ProcessId}";

    /// <summary>Copies the backup, and looks at the copy. The database is only read.</summary>
    /// <param name="progress">Told what is done, how much of it, and of how much.</param>
    /// <exception cref="UnusableStoreException">It is no backup of ours, or there is no room for it.</exception>
    public Examined Examine(Action<string, int, int> progress)
    {
        if (!File.Exists(backup))
        {
            throw new UnusableStoreException($"{backup}: there is no such file.");
        }

        // Asked first: to read it, SQLite makes a WAL.
        var isPlainCopy = IsPlainCopy();
        var source = new SqliteFile(backup);
        var version = source.ReadVersion();
        if (version == 0)
        {
            throw new UnusableStoreException($"{backup} is empty: it is no backup.");
        }

        try
        {
            SqliteCopy.Make(source, _copy, (done, all) => progress("Copying pages", done, all));
            var report = Backup.Check(_copy, version, (done, all) => progress("Checking incidents", done, all));
            if (report.Findings.Count == 0 && version < SqliteSchema.Steps.Count)
            {
                new SqliteFile(_copy).OpenOrCreate(time).Dispose();
                report = Backup.Check(_copy, SqliteSchema.Steps.Count, (done, all) => progress("Checking incidents", done, all));
            }

            var (loss, unreadable) = report.Findings.Count == 0 ? Compare() : (null, null);
            return new Examined(
                version, report, report.Findings.Count == 0 ? Newest() : null, File.Exists(database) ? database : null, loss, unreadable,
                isPlainCopy);
        }
        catch (SqliteException e)
        {
            throw new UnusableStoreException($"{backup} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Puts the copy that was examined in place. The caller holds the lock of the database.</summary>
    /// <returns>The names under which what was there can be found.</returns>
    public IReadOnlyList<string> Replace()
    {
        var suffix = SqliteFile.Aside + time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        List<string> moved = [];
        // The database goes first: without its WAL it would look whole and not be. Until the copy is in its place the
        // bot does not start, because it finds an unfinished restore.
        foreach (var companion in SqliteFile.Companions.Prepend(""))
        {
            if (File.Exists(database + companion))
            {
                // SQLite finds a WAL by the name before it.
                var aside = database + suffix + companion;
                File.Move(database + companion, aside);
                moved.Add(aside);
            }
        }

        PrivateFiles.SyncFolder(Path.GetDirectoryName(database)!);
        File.Move(_copy, database);
        PrivateFiles.SyncFolder(Path.GetDirectoryName(database)!);
        new SqliteFile(database).CheckReadable();
        return moved;
    }

    /// <summary>Removes the copy, unless it was put in place.</summary>
    public void Dispose() => SqliteCopy.Delete(_copy);

    private (Loss? Loss, string? Unreadable) Compare()
    {
        if (!File.Exists(database))
        {
            return (null, null);
        }

        try
        {
            using var connection = new SqliteFile(_copy).OpenFreshReader();
            // It is opened as the connection is: for reading only.
            connection.Execute("ATTACH @database AS present", new { database });
            const string Missing =
                """
                FROM present.events p LEFT JOIN main.events b
                  ON b.incident = p.incident AND b.version = p.version AND b.type = p.type AND b.recorded_at = p.recorded_at AND b.facts = p.facts
                WHERE b.incident IS NULL
                """;
            return (
                new Loss(
                    connection.ExecuteScalar<long>($"SELECT count(*) {Missing}"),
                    connection.ExecuteScalar<long>(
                        """
                        SELECT count(*) FROM present.deliveries p LEFT JOIN main.deliveries b
                          ON b.source = p.source AND b.delivery_id = p.delivery_id
                        WHERE b.source IS NULL
                        """),
                    connection.ExecuteScalar<long>(
                        $"SELECT count(*) {Missing} AND p.type = @type",
                        new { type = EventCodec.Encode(new IncidentEvent.EntryRedacted(1)).Type })),
                null);
        }
        catch (SqliteException e)
        {
            return (null, e.Message);
        }
    }

    private Instant? Newest()
    {
        using var connection = new SqliteFile(_copy).OpenFreshReader();
        return connection.ExecuteScalar<long?>("SELECT max(recorded_at) FROM events")?.ToInstant();
    }

    /// <summary>A file still in WAL mode was not made by <c>backup</c>: if the bot ran, what stood in its WAL is missing.</summary>
    private bool IsPlainCopy()
    {
        const int WriteVersion = 18;
        const byte Wal = 2;
        using var file = File.OpenRead(backup);
        file.Position = WriteVersion;
        return file.ReadByte() == Wal && !File.Exists(backup + "-wal");
    }
}
