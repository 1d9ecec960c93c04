using System.Globalization;
using Dapper;
using IncidentBot.Storage.Rows;
using Microsoft.Data.Sqlite;
using NodaTime.Extensions;
using SQLitePCL;

namespace IncidentBot.Storage.Sqlite;

/// <summary>The database file: makes it, checks it and opens connections on it.</summary>
internal sealed class SqliteFile
{
    public const int BusyMilliseconds = 5000;

    /// <summary>How long other connections are waited for.</summary>
    public static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(BusyMilliseconds);
    private const int BusySeconds = BusyMilliseconds / 1000;

    /// <summary>Each is set and read back, because SQLite passes over what it does not know or cannot do.</summary>
    private static readonly (string Name, string Value, string ReadsBack)[] WriterPragmas =
    [
        ("journal_mode", "WAL", "wal"),
        ("foreign_keys", "ON", "1"),
        ("secure_delete", "ON", "1"),
        ("trusted_schema", "OFF", "0"),
        ("cell_size_check", "ON", "1"),
        ("busy_timeout", "5000", "5000"),
        // All checkpoints are the writer's, between commits.
        ("wal_autocheckpoint", "0", "0"),
        ("journal_size_limit", "67108864", "67108864"),
        ("mmap_size", "0", "0"),
        ("temp_store", "MEMORY", "2"),
    ];

    private const string ReaderPragmas =
        "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA busy_timeout=5000; " +
        "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY";

    /// <summary>What stands behind the name of a database that a restore put aside.</summary>
    public const string Aside = ".before-restore-";

    private readonly IReadOnlyList<string> _steps;

    public SqliteFile(string path)
        : this(path, SqliteSchema.Steps)
    {
    }

    /// <summary>With the schema of another version.</summary>
    public SqliteFile(string path, IReadOnlyList<string> steps)
    {
        // Decided before the first call into SQLite.
        _ = SqliteLibrary.Current;
        // A full path is never taken for an address ("file:", ":memory:").
        Path = System.IO.Path.GetFullPath(path);
        _steps = steps;
    }

    /// <summary>What stands behind the name of a database in those of the files that belong to it.</summary>
    public static IReadOnlyList<string> Companions { get; } =
        ["-wal", "-shm", "-journal", ".head", ".search", ".search-wal", ".search-shm", ".search-journal"];

    public string Path { get; }

    /// <summary>When a commit waits for the disk. Anything but FULL loses confirmed events in a power cut.</summary>
    public SynchronousMode Synchronous { get; init; } = SynchronousMode.Full;

    /// <summary>Makes the file and its folder if they are missing, for the owner's eyes only, and brings it up to this version.</summary>
    /// <exception cref="UnusableStoreException">The file cannot be made or written, or is not one of ours.</exception>
    public SqliteConnection OpenOrCreate(TimeProvider time)
    {
        Create();
        RefuseNetwork();
        return Checked(() => OpenWriter(connection =>
        {
            var from = SqliteSchema.CheckVersion(connection, Path, _steps.Count);
            SetPragmas(connection);
            // Begun even if there is nothing to do: a file that cannot be written is refused now, not at the first command.
            using var transaction = connection.BeginTransaction(deferred: false);
            if (from < _steps.Count)
            {
                SqliteSchema.Migrate(connection, transaction, from, _steps, time.GetUtcNow().ToInstant().ToMicroseconds());
            }

            transaction.Commit();
        }));
    }

    /// <summary>Opens it for writing once more. A file that vanished meanwhile is not made anew: it had data.</summary>
    public SqliteConnection Reopen() => Checked(() => IsGone()
        ? throw new UnusableStoreException($"{Path} is gone: the database was replaced or removed.")
        : OpenWriter(connection =>
        {
            CheckPresent(connection);
            SetPragmas(connection);
        }));

    /// <summary>Checks that the file can be read by this version, without changing it.</summary>
    /// <exception cref="UnusableStoreException">There is no such file, or it is not one of ours.</exception>
    public void CheckReadable() => Checked(() =>
    {
        using var connection = OpenReader();
        var version = CheckPresent(connection);
        return version == _steps.Count ? true : throw new UnusableStoreException(
            $"{Path} was written by an older version (schema {version}, this version reads {_steps.Count}): " +
            "start the bot once, which brings it up to date, then try again.");
    });

    /// <summary>
    /// A connection for reading: never waits for the writer, nor the writer for it. It cannot write, so that all
    /// writing and all checkpoints stay with the one writer: SQLite before 3.51.3 can corrupt a WAL when two
    /// connections write or checkpoint at the same moment.
    /// </summary>
    public SqliteConnection OpenReader() => Open(SqliteOpenMode.ReadOnly, pooling: true, c => c.Execute(ReaderPragmas));

    /// <summary>A reader that was not open before: it sees the files that bear the names now.</summary>
    public SqliteConnection OpenFreshReader() => Open(SqliteOpenMode.ReadOnly, pooling: false, c => c.Execute(ReaderPragmas));

    /// <summary>How many of the steps of this version were applied to the file.</summary>
    /// <exception cref="UnusableStoreException">There is no such file, or it is not one of ours.</exception>
    public int ReadVersion() => Checked(() =>
    {
        using var connection = OpenFreshReader();
        return SqliteSchema.CheckVersion(connection, Path, _steps.Count);
    });

    /// <summary>Closes the readers that wait in the pool.</summary>
    public void CloseReaders()
    {
        using var reader = new SqliteConnection(Address(SqliteOpenMode.ReadOnly, pooling: true));
        SqliteConnection.ClearPool(reader);
    }

    /// <summary>Does something with the file, and says what to do if it cannot be done.</summary>
    /// <exception cref="UnusableStoreException">SQLite failed.</exception>
    public T Checked<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (SqliteException e)
        {
            throw new UnusableStoreException(
                e.SqliteErrorCode switch
                {
                    raw.SQLITE_NOTADB => $"{Path} is not a database; name another file in Storage:Path, or restore a backup.",
                    raw.SQLITE_CORRUPT => $"{Path} is damaged ({e.Message}); run verify, or restore a backup.",
                    raw.SQLITE_BUSY => $"{Path} is locked by another process; stop it, then start again.",
                    raw.SQLITE_READONLY => $"{Path} cannot be written by the user '{Environment.UserName}'; check its owner and mode.",
                    _ => $"{Path} cannot be opened: {e.Message}",
                },
                e);
        }
    }

    private SqliteConnection OpenWriter(Action<SqliteConnection> prepare) => Open(SqliteOpenMode.ReadWrite, pooling: false, prepare);

    private SqliteConnection Open(SqliteOpenMode mode, bool pooling, Action<SqliteConnection> prepare)
    {
        var connection = new SqliteConnection(Address(mode, pooling));
        try
        {
            connection.Open();
            prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private string Address(SqliteOpenMode mode, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = Path,
        Mode = mode,
        Pooling = pooling,
        DefaultTimeout = BusySeconds,
    }.ToString();

    private int CheckPresent(SqliteConnection connection) =>
        SqliteSchema.CheckVersion(connection, Path, _steps.Count) is > 0 and var version
            ? version
            : throw new UnusableStoreException($"{Path} is empty: the database was replaced or removed.");

    private void SetPragmas(SqliteConnection connection)
    {
        var synchronous = ((int)Synchronous).ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value, expected) in WriterPragmas.Append(("synchronous", synchronous, synchronous)))
        {
            connection.Execute($"PRAGMA {name}={value}");
            var actual = connection.ExecuteScalar<string>($"PRAGMA {name}");
            if (actual != expected)
            {
                throw new UnusableStoreException(
                    $"{Path}: SQLite does not take {name}={value} (it says '{actual}'), so nothing could be promised about what is saved.");
            }
        }
    }

    /// <summary>Beside an empty file SQLite deletes a write-ahead log, whatever is in it.</summary>
    private bool IsGone() => new FileInfo(Path) is not { Exists: true, Length: > 0 };

    /// <summary>What shows that there was a database; null if nothing does.</summary>
    private string? Left() => new[] { Path + "-wal", Path + ".head" }.FirstOrDefault(file => new FileInfo(file) is { Exists: true, Length: > 0 });

    private void Create()
    {
        if (!File.Exists(Path) && FindAside() is { } aside)
        {
            throw new UnusableStoreException(
                $"{Path} is missing, and {aside} shows that a restore was cut short: run the restore again, or give that file its name back.");
        }

        if (IsGone() && Left() is { } left)
        {
            throw new UnusableStoreException(
                $"{Path} is missing or empty, but {left} is there: put the file back, or run: incidentbot restore. To begin anew, delete {left}.");
        }

        try
        {
            // SQLite gives its -wal and -shm files the mode of this one.
            PrivateFiles.Open(Path, FileShare.ReadWrite | FileShare.Delete).Dispose();
        }
        catch (IOException e)
        {
            throw new UnusableStoreException($"{Path} cannot be made: {e.Message}", e);
        }
    }

    /// <summary>The newest database that a restore put aside.</summary>
    private string? FindAside() =>
        System.IO.Path.GetDirectoryName(Path) is { } folder && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, $"{System.IO.Path.GetFileName(Path)}{Aside}*Z").Max(StringComparer.Ordinal)
            : null;

    private void RefuseNetwork()
    {
        if (FileSystems.Refusal(FileSystems.NameOf(System.IO.Path.GetDirectoryName(Path)!)) is { } refusal)
        {
            throw new UnusableStoreException($"Storage:Path: {Path} {refusal}");
        }
    }
}

/// <summary>SQLite's names and numbers.</summary>
internal enum SynchronousMode
{
    Off = 0,
    Normal = 1,
    Full = 2,
}
