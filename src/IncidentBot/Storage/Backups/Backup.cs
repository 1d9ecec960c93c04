using Dapper;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Storage.Backups;

/// <summary>Makes a copy of the database that is known to be whole, while the bot runs.</summary>
internal static class Backup
{
    /// <summary>What stands behind the name of a database in those of the files that SQLite applies to it.</summary>
    private static readonly string[] Logs = ["-wal", "-journal"];

    /// <param name="overwrite">Whether a file of that name may be replaced: only once the new copy is whole.</param>
    /// <param name="progress">Told what is done, how much of it, and of how much.</param>
    /// <exception cref="UnusableStoreException">It was not made; the message says why. What stood there still stands.</exception>
    public static IntegrityReport Make(SqliteFile database, string path, bool overwrite, Action<string, int, int> progress)
    {
        Refuse(database.Path, path, overwrite);
        var version = database.ReadVersion();
        if (version == 0)
        {
            throw new UnusableStoreException($"{database.Path} is empty: there is nothing to back up.");
        }

        var copy = $"{path}.incomplete-{Environment.ProcessId}";
        try
        {
            SqliteCopy.Make(database, copy, (done, all) => progress("Copying pages", done, all));
            var report = Check(copy, version, (done, all) => progress("Checking incidents", done, all));
            if (report.Findings.Count > 0)
            {
                throw new UnusableStoreException(
                    $"{path} was not made: {database.Path} does not pass its checks ({report.Findings[0]}); run incidentbot verify.");
            }

            File.Move(copy, path, overwrite);
            PrivateFiles.SyncFolder(Path.GetDirectoryName(path)!);
            return report;
        }
        catch (SqliteException e)
        {
            throw new UnusableStoreException($"{path} was not made: {e.Message}; run incidentbot verify, and look for room on the disk.", e);
        }
        finally
        {
            SqliteCopy.Delete(copy);
        }
    }

    /// <summary>What is wrong with a file that is to be relied on.</summary>
    public static IntegrityReport Check(string path, int version, Action<int, int> progress)
    {
        using (var connection = new SqliteFile(path).OpenFreshReader())
        {
            List<string> findings = [.. SchemaText.Differences(connection, version, SqliteSchema.Steps)];
            if (findings.Count == 0 && version < SqliteSchema.Steps.Count)
            {
                // Only its pages can be checked: its rows are read by the version that wrote it.
                findings.AddRange(connection.Query<string>("PRAGMA integrity_check(20)").Where(line => line != "ok"));
                return new IntegrityReport(findings, Count("incidents"), Count("events"), Count("deliveries"), []);
            }

            if (findings.Count > 0)
            {
                return new IntegrityReport(findings, 0, 0, 0, []);
            }

            int Count(string table) => connection.ExecuteScalar<int>($"SELECT count(*) FROM {table}");
        }

        return StoreIntegrity.Check(path, progress);
    }

    private static void Refuse(string database, string path, bool overwrite)
    {
        if (path.StartsWith(database, StringComparison.Ordinal)
            && path[database.Length..] is var rest && (rest is "" or InstanceLock.Ending || SqliteFile.Companions.Contains(rest))
            || (FileIdentity.Of(path) is { } there && there == FileIdentity.Of(database)))
        {
            throw new UnusableStoreException($"{path} is the database itself; name another file.");
        }

        if (Directory.Exists(path))
        {
            throw new UnusableStoreException($"{path} is a folder; name a file in it.");
        }

        if (File.Exists(path) && !overwrite)
        {
            throw new UnusableStoreException($"{path} is there already; name another file, or say --force to replace it.");
        }

        // SQLite would apply it to the new file, and hold what comes of that for whole.
        if (Logs.Select(log => path + log).FirstOrDefault(File.Exists) is { } left)
        {
            throw new UnusableStoreException(
                $"{left} would be taken for a part of the backup: it belongs to a database that was, or is, at {path}. Name another file, or remove it first.");
        }
    }
}
