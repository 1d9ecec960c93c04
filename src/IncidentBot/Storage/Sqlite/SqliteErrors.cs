using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace IncidentBot.Storage.Sqlite;

/// <summary>Tells trouble with the disk or the file from our own mistakes.</summary>
internal static class SqliteErrors
{
    /// <summary>Whether storage failed. Anything else, a violated constraint for one, is a bug of ours.</summary>
    public static bool IsStorageFailure(this SqliteException e) => Passes(e) || e.SqliteErrorCode
        is SQLITE_IOERR or SQLITE_READONLY or SQLITE_CORRUPT or SQLITE_NOTADB or SQLITE_CANTOPEN or SQLITE_PROTOCOL or SQLITE_PERM;

    /// <summary>Whether the connection is as good as before once it has rolled back.</summary>
    public static bool Passes(this SqliteException e) =>
        e.SqliteErrorCode is SQLITE_FULL or SQLITE_BUSY or SQLITE_LOCKED or SQLITE_NOMEM;
}
