using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rooms;
using IncidentBot.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// The thread that does all writing. It takes what waits, commits it at once and answers; what comes meanwhile is the
/// next batch, so that a slow disk makes batches larger instead of queues longer. A thread of its own, because a pool
/// that is busy with other work must not keep commits waiting.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    private const int QueuedCommands = 10_000;
    private const long QueuedBytes = 64 << 20;
    private const int BatchedCommands = 256;
    private const long BatchedBytes = 4 << 20;

    /// <summary>What a command takes besides its text.</summary>
    private const int BytesAround = 1000;

    /// <summary>How full the queue may be before it is told.</summary>
    private const double FullQueue = 0.8;

    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(1);

    private readonly SqliteFile _file;
    private readonly FoldCache _folds;
    private readonly ILogger _logger;
    private readonly WriteQueue<Waiting> _queue = new(QueuedCommands, QueuedBytes);
    private readonly HeadStart _headStart = new();
    private readonly Dictionary<IncidentId, HeldIncident> _pending = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Recovery _recovery;
    private readonly WriterTurn _turn;
    private readonly LogKeeper _log;
    private readonly HeadKeeper _head;
    private readonly ITimer _pulse;
    private WriterConnection? _connection;

    /// <summary>As it was confirmed last; also while the file is not open.</summary>
    private Ledger? _ledger;
    private bool _owes;
    private FileWatch? _files;
    private volatile int _openings = 1;

    /// <param name="connection">Open and checked; the writer has it from now on.</param>
    /// <exception cref="UnusableStoreException">The file lacks events that were confirmed.</exception>
    public SqliteWriter(SqliteFile file, SqliteConnection connection, FoldCache folds, TimeProvider time, ILogger logger)
    {
        _file = file;
        _folds = folds;
        _logger = logger;
        _recovery = new Recovery(time);
        _turn = new WriterTurn(time);
        _log = new LogKeeper(time, logger);
        _connection = new WriterConnection(connection);
        try
        {
            _ledger = file.Checked(ReadFirst);
            _head = new HeadKeeper(file.Path, _ledger, time, logger);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }

        _pulse = time.CreateTimer(_ => _queue.Wake(), null, Pulse, Pulse);
        new Thread(Run) { IsBackground = true, Name = "incident writer" }.Start();
    }

    /// <summary>What keeps commands from being stored now; null if nothing does.</summary>
    public StoreTrouble? Trouble => _recovery.Trouble;

    /// <summary>What is wrong with writing, in one line; null if nothing is.</summary>
    public StoreFinding? Finding => StoreFinding.Of(Trouble) ?? _turn.Finding ?? (_queue.Fill <= FullQueue ? null : new StoreFinding(
        StoreState.Degraded, $"the disk is slow: what waits for it fills {_queue.Fill:P0} of the room there is"));

    /// <summary>How often the file was opened; whoever compares its files begins anew when this changes.</summary>
    public int Openings => _openings;

    /// <summary>Set after a commit by which rooms are to be told something.</summary>
    public Signal Owed { get; } = new();

    /// <summary>Refuses everything from now on, until a start: to write on would make things worse.</summary>
    public void GiveUp(string reason) => _recovery.GiveUp(new UnusableStoreException(reason));

    /// <summary>Records a command with the next batch.</summary>
    /// <exception cref="StorageException">It could not be confirmed.</exception>
    /// <exception cref="ObjectDisposedException">The writer has been stopped.</exception>
    public Task<CommandAnswer> WriteAsync(CommandRequest request, Func<ChannelState, Decision> decide)
    {
        var file = request.Change is MessageChange.FileFetched fetched ? fetched.Bytes.Length : 0;
        var ahead = _headStart.Take(request, decide);
        return Enqueue(
            new Waiting(connection => Record(connection, request, decide, ahead), request),
            (sizeof(char) * request.Text.Length) + file + BytesAround);
    }

    /// <summary>Writes what is no command with the next batch.</summary>
    /// <exception cref="StorageException">It could not be confirmed.</exception>
    /// <exception cref="ObjectDisposedException">The writer has been stopped.</exception>
    public Task WriteAsync(Action<SqliteConnection> write) => Enqueue(
        new Waiting(
            connection =>
            {
                write(connection.Connection);
                return Recording.NoCommand;
            },
            Request: null),
        BytesAround);

    private Task<CommandAnswer> Enqueue(Waiting waiting, int bytes)
    {
        return _queue.Add(waiting, bytes) switch
        {
            Enqueued.Waits => waiting.Done.Task,
            Enqueued.Full => throw new StorageException(
                outcomeUnknown: false, new InvalidOperationException("Too many commands wait for the disk already.")),
            _ => throw new ObjectDisposedException(nameof(SqliteIncidentStore)),
        };
    }

    /// <summary>Takes nothing more, writes what waits, empties the log and closes the connection.</summary>
    public ValueTask DisposeAsync()
    {
        _queue.Close();
        return new ValueTask(_stopped.Task);
    }

    private void Run()
    {
        List<Waiting> batch = [];
        while (_queue.Take(batch, BatchedCommands, BatchedBytes))
        {
            _turn.Begin();
            try
            {
                LookAfter(batch);
            }
            catch (Exception e)
            {
                // The thread must not end: without it nothing is ever recorded again.
                LogUnforeseen(e);
                Fail(batch, new StorageException(outcomeUnknown: true, e));
            }

            _turn.End();
        }

        _pulse.Dispose();
        Close();
        _stopped.SetResult();
    }

    private void LookAfter(List<Waiting> batch)
    {
        if (batch.Count == 0 && Trouble is null)
        {
            // Only woken to look around; every batch looks at the files by itself.
            LookAtFiles();
        }
        else if (_recovery.Refusal is { } cause)
        {
            Fail(batch, new StorageException(outcomeUnknown: false, cause));
        }
        else if (Write(batch) && Trouble is not null)
        {
            // Mere questions were answered; they do not tell whether writing works again.
            Write([]);
        }

        KeepLog(static (log, connection) => log.CareForWhileQuiet(connection));
        _head.CareFor(_ledger);
    }

    /// <summary>Also while nothing is written: what was confirmed may be vanishing.</summary>
    private void LookAtFiles()
    {
        try
        {
            RescueLog(mayBeSaved: false);
        }
        catch (StorageException e)
        {
            Fail([], e);
        }
    }

    /// <summary>Writes a batch in one transaction. An empty one only tries whether writing works.</summary>
    /// <returns>Whether all of it was answered at the first go.</returns>
    private bool Write(List<Waiting> batch)
    {
        List<CommandAnswer> answers;
        try
        {
            answers = Commit(batch);
        }
        catch (StorageException e)
        {
            Fail(batch, e);
            return false;
        }
        catch (Exception) when (batch.Count > 1)
        {
            // One of them cannot be written, for a reason of its own; it must not take the others with it.
            RollBack();
            foreach (var one in batch)
            {
                Write([one]);
            }

            return false;
        }
        catch (Exception e)
        {
            RollBack();
            Quarantine(batch[0], e);
            return false;
        }

        TellRooms();

        // Told after erased words are gone from the log as well, but before a mere checkpoint.
        KeepLog(static (log, connection) => log.EraseWords(connection));
        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Done.TrySetResult(answers[i]);
        }

        KeepLog(static (log, connection) => log.CareFor(connection));
        return true;
    }

    private List<CommandAnswer> Commit(List<Waiting> batch)
    {
        var (answers, ledger, erased) = WriteRows(batch, out var writes);
        if (writes)
        {
            try
            {
                _connection!.Commit();
            }
            catch (SqliteException e)
            {
                // A full disk refuses the write, before anything could count as saved. After any other failure, of a
                // sync above all, what the file holds is found out only by opening it anew.
                throw new StorageException(outcomeUnknown: e.SqliteErrorCode != SQLitePCL.raw.SQLITE_FULL, e);
            }

            _ledger = ledger;
            _log.Written(erased);
            RescueLog(mayBeSaved: true);
            _recovery.Succeed();
        }
        else
        {
            RollBack();
        }

        if (erased)
        {
            _headStart.Forget();
        }

        foreach (var held in _pending.Values)
        {
            _folds.Put(held);
            _headStart.Put(held);
        }

        return answers;
    }

    private (List<CommandAnswer> Answers, Ledger Ledger, bool Erased) WriteRows(List<Waiting> batch, out bool writes)
    {
        try
        {
            Connect();
            _connection!.Begin();
            _pending.Clear();
            var (answers, ledger, erased) = (new List<CommandAnswer>(batch.Count), _ledger!, false);
            writes = batch.Count == 0;
            foreach (var waiting in batch)
            {
                var recording = waiting.Record(_connection);
                _owes |= recording.Owed.Count > 0;
                answers.Add(recording.Answer);
                writes |= recording.Writes;
                ledger = recording.Change is { } change ? ledger.With(change.Events) : ledger;
                erased |= recording.Change?.Erase is not null;
            }

            if (batch.Count == 0)
            {
                _connection.Touch();
            }
            else if (writes)
            {
                _connection.SaveLedger(ledger);
            }

            return (answers, ledger, erased);
        }
        catch (SqliteException e) when (e.IsStorageFailure())
        {
            throw new StorageException(outcomeUnknown: false, e);
        }
        catch (UnusableStoreException e)
        {
            throw new StorageException(outcomeUnknown: false, e);
        }
    }

    /// <summary>Opens the file if it is not open, and makes sure that it is the one in which all was confirmed.</summary>
    private void Connect()
    {
        RescueLog(mayBeSaved: false);
        if (_connection is not null)
        {
            return;
        }

        _connection = new WriterConnection(_file.Reopen());
        _ledger = ReadFirst();
    }

    /// <summary>
    /// The ledger, once it is certain that it is on disk: what a kill left in the log may be known to the system only,
    /// and a repeat must not be told that it is recorded by what a power cut can still take.
    /// </summary>
    private Ledger ReadFirst()
    {
        _connection!.WriteThrough();
        var ledger = _connection.ReadLedger();
        if (_ledger is not null && HeadFile.ProblemWith(ledger, Head.Of(_ledger)) is { } problem)
        {
            throw new UnusableStoreException($"{_file.Path} {problem}. Put the right files back, or stop the bot and run: incidentbot restore.");
        }

        // By now the log has its file.
        _files = new FileWatch(_file.Path);
        return ledger;
    }

    /// <summary>
    /// What is committed counts only if it is in a file that the next start will find. A log that was deleted or moved
    /// is still ours to read, so it is copied into the database before anything in it is confirmed; then both are opened
    /// anew. A database that was taken away is left alone: it may be put back.
    /// </summary>
    private void RescueLog(bool mayBeSaved)
    {
        if (_connection is null || _files?.Problem() is not { } problem)
        {
            return;
        }

        try
        {
            if (!_files.IsLogGone || !_connection.Checkpoint(truncate: true, SqliteFile.Busy))
            {
                throw new StorageException(mayBeSaved, new UnusableStoreException(problem));
            }
        }
        catch (SqliteException e)
        {
            throw new StorageException(mayBeSaved, new UnusableStoreException($"{problem} {e.Message}", e));
        }

        LogRescued(problem);
        _file.CloseReaders();
        CloseConnection();
        _openings++;
    }

    private Recording Record(WriterConnection connection, CommandRequest request, Func<ChannelState, Decision> decide, DecidedAhead? ahead)
    {
        var recording = Decide(connection, request, decide, ahead);
        var erased = recording.Change?.Erase;
        if (erased is null && recording.Delivery is { } delivery && !connection.SaveAnswer(delivery))
        {
            return FirstAnswer(connection, request)!;
        }

        if (recording.Change is { } change)
        {
            connection.Append(change);
            _pending[change.After.Incident.Id] = erased is null ? change.After : Erase(connection, change, erased);
        }

        if (recording.Zone is { } zone)
        {
            connection.SaveZone(zone);
        }

        if (erased is not null && recording.Delivery is { } redaction)
        {
            // After the erasure, so that a redaction leaves its own answer standing.
            connection.SaveAnswer(redaction);
        }

        foreach (var owed in recording.Owed)
        {
            connection.Owe(owed);
        }

        if (recording is { Writes: true, Reached: { } reached })
        {
            connection.Advance(reached, request.ReceivedAt);
        }

        return recording;
    }

    /// <summary>
    /// Decides before it is known whether the delivery is a repeat. Few are, and keeping the answer tells without a search
    /// of its own; where that does not come first, or nothing could be decided, the first answer is searched for.
    /// </summary>
    private Recording Decide(WriterConnection connection, CommandRequest request, Func<ChannelState, Decision> decide, DecidedAhead? ahead)
    {
        Recording recording;
        try
        {
            var stored = connection.FindCurrent(request.Channel);
            var zone = connection.FindZone(request.Actor.Id);
            recording = ahead?.Counts(stored, zone) == true
                ? ahead.Recording
                : CommandRecorder.Record(request, BasisOf(connection, request, stored, zone), decide);
        }
        catch (Exception e) when (e is not SqliteException && FirstAnswer(connection, request) is { } first)
        {
            return first;
        }

        return recording is { Delivery: not null, Change: not { Erase: not null } } ? recording : FirstAnswer(connection, request) ?? recording;
    }

    private Basis BasisOf(WriterConnection connection, CommandRequest request, StoredVersion? stored, string? zone)
    {
        var current = stored is null ? null : Held(connection, stored);
        var named = request.Names is { } id && connection.Rows.Find(id) is { } other ? Held(connection, other) : null;
        return new Basis(current, connection.NextId(), zone, named);
    }

    private static Recording? FirstAnswer(WriterConnection connection, CommandRequest request) =>
        request.Delivery is { } delivery && connection.FindAnswer(delivery) is { } first ? Recording.Only(first) : null;

    /// <summary>After the commit. One time too many does no harm, and one too few only takes longer.</summary>
    private void TellRooms()
    {
        if (_owes)
        {
            _owes = false;
            Owed.Set();
        }
    }

    /// <summary>Folded from what is left, because the erased words are still in the one we have.</summary>
    private static HeldIncident Erase(WriterConnection connection, IncidentChange change, ErasedEntry erased)
    {
        var id = change.After.Incident.Id;
        connection.Rows.Erase(id, erased.Number, erased.Before);
        return change.After with { Incident = Incident.Replay(id, connection.Rows.ReadEvents(id)) };
    }

    private HeldIncident Held(WriterConnection connection, StoredVersion stored) =>
        _pending.TryGetValue(stored.Id, out var pending) && pending.IsAt(stored)
            ? pending
            : connection.Rows.Fold(stored, _folds.Find(stored.Id));

    /// <summary>Keeps a command that cannot be recorded as it came, and says so, also to a repeat.</summary>
    private void Quarantine(Waiting waiting, Exception reason)
    {
        if (waiting.Request is not { } request)
        {
            waiting.Done.TrySetException(new StorageException(outcomeUnknown: false, reason));
            return;
        }

        var delivery = request.Delivery ?? new DeliveryKey("quarantine", Guid.NewGuid().ToString("N"));
        LogQuarantined(delivery.Source, delivery.Id, reason);
        try
        {
            var answer = CommandAnswer.Only(QuarantineText.For(request), null);
            _connection!.Begin();
            _connection.Quarantine(request, delivery, reason.Message);
            if (request.Delivery is not null)
            {
                _connection.SaveAnswer(DeliveryRow.Of(delivery, answer));
            }

            _connection.Commit();
            _log.Written(erased: false);
            waiting.Done.TrySetResult(answer);
        }
        catch (Exception e)
        {
            LogNotQuarantined(e);
            Fail([waiting], new StorageException(outcomeUnknown: e is SqliteException, reason));
        }
    }

    private void Fail(List<Waiting> batch, StorageException failure)
    {
        RollBack();
        if (failure.InnerException is SqliteException e && (failure.OutcomeUnknown || !e.Passes()))
        {
            DropConnection();
        }

        if (failure.InnerException != _recovery.Cause && _recovery.Fail(failure.InnerException!))
        {
            LogFailing(failure.InnerException!);
        }

        foreach (var waiting in batch)
        {
            waiting.Done.TrySetException(new StorageException(failure.OutcomeUnknown, failure.InnerException!));
        }
    }

    private void RollBack()
    {
        _pending.Clear();
        try
        {
            _connection?.RollBack();
        }
        catch (SqliteException e)
        {
            LogRollbackFailed(e);
            DropConnection();
        }
    }

    private void KeepLog(Action<LogKeeper, WriterConnection> care)
    {
        try
        {
            if (_connection is not null)
            {
                care(_log, _connection);
            }
        }
        catch (SqliteException e)
        {
            // What was confirmed is in the log all the same.
            LogCheckpointFailed(e);
            DropConnection();
        }
    }

    /// <summary>The writer goes last: whoever closes last folds the log into the file, and readers cannot.</summary>
    private void Close()
    {
        _file.CloseReaders();
        KeepLog(static (log, connection) => log.Empty(connection));
        _head.Save(_ledger);
        CloseConnection();
    }

    /// <summary>
    /// Closes a connection that failed, unless it alone still holds a log that has lost its name, and with it all that
    /// was confirmed since the last checkpoint.
    /// </summary>
    private void DropConnection()
    {
        if (_files is not { IsLogGone: true })
        {
            CloseConnection();
        }
    }

    /// <summary>Closes the connection; the next batch opens another.</summary>
    private void CloseConnection()
    {
        _connection?.Dispose();
        _connection = null;
        _files = null;
    }

    /// <param name="Request">Null for what is no command.</param>
    private sealed record Waiting(Func<WriterConnection, Recording> Record, CommandRequest? Request)
    {
        /// <summary>Whoever waits goes on elsewhere, not on the writer's thread.</summary>
        public TaskCompletionSource<CommandAnswer> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(LogLevel.Error, "Commands cannot be stored; it is tried again until it works")]
    private partial void LogFailing(Exception e);

    [LoggerMessage(LogLevel.Critical, "Store: {Problem} This was done: what it held is in the database, nothing is lost")]
    private partial void LogRescued(string problem);

    [LoggerMessage(LogLevel.Critical, "The writer met what it did not foresee")]
    private partial void LogUnforeseen(Exception e);

    [LoggerMessage(LogLevel.Error, "The command {Source}/{Id} could not be recorded and was put into quarantine")]
    private partial void LogQuarantined(string source, string id, Exception e);

    [LoggerMessage(LogLevel.Error, "A command could not be put into quarantine")]
    private partial void LogNotQuarantined(Exception e);

    [LoggerMessage(LogLevel.Warning, "A transaction could not be rolled back; the database is opened anew")]
    private partial void LogRollbackFailed(Exception e);

    [LoggerMessage(LogLevel.Warning, "The write-ahead log could not be copied into the database")]
    private partial void LogCheckpointFailed(Exception e);
}
