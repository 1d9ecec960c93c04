using Dapper;
using IncidentBot.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IncidentBot.Storage.Backups;

/// <summary>Copies a database as it stands at one moment, also while another process writes to it.</summary>
internal static class SqliteCopy
{
    /// <summary>Pages copied at a time.</summary>
    private const int Step = 256;

    /// <summary>Steps between two syncs: thousands of pages brought to disk at once would hold up the writer's own.</summary>
    private const int StepsPerSync = 16;

    /// <summary>Makes one file, for the owner only, that needs no others beside it and is on disk when this returns.</summary>
    /// <param name="to">What stands there is overwritten.</param>
    /// <param name="progress">Told how many pages are copied, and of how many.</param>
    /// <exception cref="SqliteException">A page cannot be read or written.</exception>
    public static void Make(SqliteFile from, string to, Action<int, int> progress)
    {
        using var file = PrivateFiles.Open(to, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(0);
        using (var source = from.OpenFreshReader())
        using (var target = Connect(to))
        {
            // In a snapshot of its own the writer can go on: what it commits does not make the copy begin anew.
            using var snapshot = source.BeginTransaction(deferred: true);
            source.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master", transaction: snapshot);
            // The copy counts only when it is whole, and is brought to disk here.
            target.Execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
            CopyPages(source, target, file, progress);
        }

        using (var target = Connect(to))
        {
            // A file in WAL mode would need the folder to be writable, to be looked at.
            target.ExecuteScalar<string>("PRAGMA journal_mode=DELETE");
        }

        file.Flush(flushToDisk: true);
    }

    /// <summary>Removes an unfinished copy, with what SQLite lays beside it.</summary>
    public static void Delete(string path)
    {
        foreach (var companion in SqliteFile.Companions.Prepend(""))
        {
            if (File.Exists(path + companion))
            {
                File.Delete(path + companion);
            }
        }
    }

    private static void CopyPages(SqliteConnection source, SqliteConnection target, FileStream file, Action<int, int> progress)
    {
        var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        if (backup is null || backup.IsInvalid)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(target.Handle), target.Handle);
        }

        var result = raw.SQLITE_OK;
        for (var step = 1; result == raw.SQLITE_OK; step++)
        {
            result = raw.sqlite3_backup_step(backup, Step);
            var pages = raw.sqlite3_backup_pagecount(backup);
            progress(pages - raw.sqlite3_backup_remaining(backup), pages);
            if (step % StepsPerSync == 0)
            {
                file.Flush(flushToDisk: true);
            }
        }

        var finished = raw.sqlite3_backup_finish(backup);
        SqliteException.ThrowExceptionForRC(result == raw.SQLITE_DONE ? finished : result, target.Handle);
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ToString());
        connection.Open();
        // The pages may be anybody's.
        connection.Execute("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0");
        return connection;
    }
}
