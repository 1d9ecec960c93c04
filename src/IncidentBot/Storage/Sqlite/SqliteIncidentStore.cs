using Dapper;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IncidentBot.Storage.Sqlite;

/// <summary>Incidents in one SQLite file: one connection writes, behind one gate; others read, without waiting for it.</summary>
internal sealed partial class SqliteIncidentStore : IIncidentStore, IAsyncDisposable
{
    private const int CachedIncidents = 256;
    private const int BusyMilliseconds = 5000;

    private readonly SqliteFile _file;
    private readonly ILogger<SqliteIncidentStore> _logger;
    private readonly bool _readOnly;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly FoldCache _folds = new(CachedIncidents);
    private readonly CommandRecorder _recorder;
    private SqliteConnection? _writer;
    // A process that was killed may have left some.
    private bool _erasedWordsInWal = true;
    private bool _disposed;

    private SqliteIncidentStore(SqliteFile file, SqliteConnection? writer, ILogger<SqliteIncidentStore> logger)
    {
        _file = file;
        _writer = writer;
        _readOnly = writer is null;
        _logger = logger;
        _recorder = new CommandRecorder(_folds);
    }

    /// <summary>Opens the file for this process alone to write, made or brought up to this version as needed.</summary>
    /// <exception cref="UnusableStoreException">It cannot be used; the message says why.</exception>
    public static SqliteIncidentStore Open(string path, TimeProvider time, ILogger<SqliteIncidentStore> logger) =>
        Open(new SqliteFile(path), time, logger);

    /// <summary>The same, with a file that is opened in another way.</summary>
    public static SqliteIncidentStore Open(SqliteFile file, TimeProvider time, ILogger<SqliteIncidentStore> logger) =>
        new(file, file.OpenOrCreate(time), logger);

    /// <summary>Opens the file to look at it, also while another process writes to it.</summary>
    /// <exception cref="UnusableStoreException">It cannot be used; the message says why.</exception>
    public static SqliteIncidentStore OpenReadOnly(string path, ILogger<SqliteIncidentStore> logger)
    {
        var file = new SqliteFile(path);
        file.CheckReadable();
        return new SqliteIncidentStore(file, writer: null, logger);
    }

    public async Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            // SQLite has no asynchronous calls: the caller's thread would sit out the disk. From here on nothing is
            // cancelled, because a commit that has begun cannot be taken back.
            return await Task.Run(() => Record(request, decide), CancellationToken.None);
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) =>
        ReadAsync(rows => Fold(rows, rows.Find(id)), ct);

    public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) =>
        ReadAsync(rows => Fold(rows, rows.FindCurrent(channel)), ct);

    public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) =>
        ReadAsync(rows => rows.ReadEvents(id), ct);

    public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, CancellationToken ct) =>
        ReadAsync(rows => rows.List(before, limit), ct);

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (!_disposed)
            {
                _disposed = true;
                // The writer goes last: whoever closes last folds the WAL into the file, and readers cannot.
                _file.CloseReaders();
                CloseWriter();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private CommandAnswer Record(CommandRequest request, Func<ChannelState, Decision> decide)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var transaction = Begin();
        Recording recording;
        try
        {
            recording = _recorder.Record(new IncidentRows(transaction.Connection!, transaction), request, decide);
        }
        catch (SqliteException e) when (e.IsStorageFailure())
        {
            RollBack(transaction, keepConnection: e.Passes());
            throw new StorageException(outcomeUnknown: false, e);
        }
        catch
        {
            RollBack(transaction, keepConnection: true);
            throw;
        }

        if (!recording.Writes)
        {
            RollBack(transaction, keepConnection: true);
            return recording.Answer;
        }

        Commit(transaction);
        if (recording.Incident is not null)
        {
            _folds.Put(recording.Incident);
        }

        TruncateWal(recording.Erased);
        return recording.Answer;
    }

    private SqliteTransaction Begin()
    {
        try
        {
            if (_readOnly)
            {
                throw new UnusableStoreException($"{_file.Path} was opened for reading only.");
            }

            _writer ??= _file.Reopen();
            // Immediate: a transaction that begins by reading cannot become a writing one once another has written.
            return _writer.BeginTransaction(deferred: false);
        }
        catch (UnusableStoreException e)
        {
            throw new StorageException(outcomeUnknown: false, e);
        }
        catch (SqliteException e)
        {
            if (!e.Passes())
            {
                CloseWriter();
            }

            throw new StorageException(outcomeUnknown: false, e);
        }
    }

    private void Commit(SqliteTransaction transaction)
    {
        try
        {
            transaction.Commit();
            transaction.Dispose();
        }
        catch (SqliteException e)
        {
            // A full disk refuses the write, before anything could count as saved. After any other failure, of a sync
            // above all, what the file holds is found out only by opening it anew.
            var refused = e.SqliteErrorCode == raw.SQLITE_FULL;
            RollBack(transaction, keepConnection: refused);
            throw new StorageException(outcomeUnknown: !refused, e);
        }
    }

    private void RollBack(SqliteTransaction transaction, bool keepConnection)
    {
        try
        {
            transaction.Dispose();
        }
        catch (SqliteException e)
        {
            LogRollbackFailed(e);
            keepConnection = false;
        }

        if (!keepConnection)
        {
            CloseWriter();
        }
    }

    /// <summary>Closes the writer; the next command opens another.</summary>
    private void CloseWriter()
    {
        try
        {
            _writer?.Dispose();
        }
        catch (SqliteException e)
        {
            LogCloseFailed(e);
            // Lets go of the locks whatever state the transaction is in.
            _writer?.Handle?.Dispose();
        }

        _writer = null;
    }

    /// <summary>
    /// Erased words stay readable in the WAL until it is emptied. Readers can hold that up, so after a first wait it is
    /// tried again, without waiting, at each commit.
    /// </summary>
    private void TruncateWal(bool erased)
    {
        if (!erased && !_erasedWordsInWal)
        {
            return;
        }

        _erasedWordsInWal = true;
        try
        {
            var writer = _writer!;
            writer.Execute($"PRAGMA busy_timeout={(erased ? BusyMilliseconds : 0)}");
            _erasedWordsInWal = writer.ExecuteScalar<int>("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
            writer.Execute($"PRAGMA busy_timeout={BusyMilliseconds}");
        }
        catch (SqliteException e)
        {
            // The command is committed all the same.
            LogCheckpointFailed(e);
            CloseWriter();
        }

        if (erased && _erasedWordsInWal)
        {
            LogErasedWordsInWal();
        }
    }

    private Incident? Fold(IncidentRows rows, StoredVersion? stored)
    {
        if (stored is null)
        {
            return null;
        }

        var incident = _recorder.Fold(rows, stored);
        _folds.Put(incident);
        return incident;
    }

    private Task<T> ReadAsync<T>(Func<IncidentRows, T> read, CancellationToken ct) => Task.Run(
        () =>
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                using var connection = _file.OpenReader();
                // One snapshot: a commit between two statements changes nothing here.
                using var transaction = connection.BeginTransaction(deferred: true);
                return read(new IncidentRows(connection, transaction));
            }
            catch (SqliteException e) when (e.IsStorageFailure())
            {
                throw new StorageException(outcomeUnknown: false, e);
            }
        },
        ct);

    [LoggerMessage(LogLevel.Warning, "A transaction could not be rolled back; the database is opened anew")]
    private partial void LogRollbackFailed(Exception e);

    [LoggerMessage(LogLevel.Warning, "A connection to the database could not be closed in order")]
    private partial void LogCloseFailed(Exception e);

    [LoggerMessage(LogLevel.Warning, "Erased words are still in the write-ahead log; emptying it is tried again")]
    private partial void LogErasedWordsInWal();

    [LoggerMessage(LogLevel.Warning, "The write-ahead log could not be emptied")]
    private partial void LogCheckpointFailed(Exception e);
}
