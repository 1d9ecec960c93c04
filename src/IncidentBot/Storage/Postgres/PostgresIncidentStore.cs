using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rooms;
using IncidentBot.Storage.Rows;
using IncidentBot.Storage.Search;
using Npgsql;

namespace IncidentBot.Storage.Postgres;

/// <summary>
/// Incidents in PostgreSQL, for any number of instances at once. Each command is a transaction of its own; the server
/// writes those that commit at the same moment to disk together.
/// </summary>
internal sealed partial class PostgresIncidentStore : IIncidentStore, IExaminedStore, IAsyncDisposable
{
    private const int CachedIncidents = 256;

    private readonly PostgresDatabase _database;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FoldCache _folds = new(CachedIncidents);
    private readonly Turns _writing;
    private readonly Turns _reading;
    private readonly Retries _retries;
    private readonly PostgresSearch _search;
    private readonly Lock _cleaningLock = new();
    private Task _cleaning = Task.CompletedTask;
    private volatile StoreTrouble? _trouble;
    private volatile bool _disposed;

    public PostgresIncidentStore(PostgresSettings settings, TimeProvider time, ILogger<PostgresIncidentStore> logger, Random random)
    {
        _database = new PostgresDatabase(settings, time, logger);
        _time = time;
        _logger = logger;
        _writing = new Turns(settings.Writers, time);
        _reading = new Turns(settings.Readers, time);
        _retries = new Retries(time, random);
        _search = new PostgresSearch(
            ct => ConnectedAsync(connection => PostgresSearchTables.AdvanceAsync(connection, ct), ct), time, logger);
        Rooms = new PostgresRooms(this);
        Streams = new PostgresStreams(this);
    }

    /// <summary>Whether commands of one channel, and new numbers, are kept apart. Without it instances stand in each other's way.</summary>
    public bool Locks { get; init; } = true;

    /// <summary>What the platforms need besides incidents.</summary>
    public IRoomStore Rooms { get; }

    /// <summary>How far the streams of the platforms were dealt with.</summary>
    public IStreamStore Streams { get; }

    /// <summary>Where the data is, without any secret.</summary>
    public string Place => _database.Place;

    /// <summary>What keeps commands from being stored now; null if nothing does.</summary>
    public StoreTrouble? Trouble => _trouble;

    /// <summary>Checks the server and brings the tables up to this version. Comes before anything else.</summary>
    /// <exception cref="UnusableStoreException">It cannot be used; the message says why.</exception>
    public Task PrepareAsync(CancellationToken ct) => TryAsync(() => _database.PrepareAsync(ct));

    /// <summary>The same without changing anything, for whoever only looks.</summary>
    /// <exception cref="UnusableStoreException">It cannot be used; the message says why.</exception>
    public Task CheckReadableAsync(CancellationToken ct) => TryAsync(() => _database.CheckReadableAsync(ct));

    public Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);

        // From here on nothing is cancelled, because a commit that has begun cannot be taken back.
        ct.ThrowIfCancellationRequested();
        request = request.Storable();
        return _writing.RunAsync(request.Channel, () => RecordOrQuarantineAsync(request, decide));
    }

    public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) =>
        ReadAsync(async rows => await FoldAsync(rows, await rows.FindAsync(id, ct), ct), ct);

    public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) =>
        ReadAsync(async rows => await FoldAsync(rows, await rows.FindCurrentAsync(channel, ct), ct), ct);

    public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) =>
        ReadAsync(rows => rows.ReadEventsAsync(id, ct), ct);

    public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) =>
        ReadAsync(rows => rows.ListAsync(before, limit, within, ct), ct);

    /// <summary>Other instances redact as well.</summary>
    public async Task<long?> MarkRedactionsAsync(CancellationToken ct) => await ConnectedAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(CommandTransaction.RedactionMark, connection);
            return (long?)await command.ExecuteScalarAsync(ct);
        },
        ct);

    /// <summary>Searches the index, after it took in what is new; the result says how far it came.</summary>
    public async Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct)
    {
        var progress = await _search.CatchUpAsync(ct);
        return await InSnapshotAsync(
            (connection, transaction) => Task.FromResult(PostgresSearch.Find(
                new PostgresSearchTables(connection, transaction), new SearchReads(connection, transaction), query, limit, progress)),
            ct);
    }

    public async Task<StoreFinding?> ExamineAsync(CancellationToken ct)
    {
        if (_trouble is { } trouble && !await IsOverAsync(trouble, ct))
        {
            return StoreFinding.Of(_trouble);
        }

        return StoreFinding.OfQuarantine(await ReadAsync(rows => rows.CountQuarantinedAsync(ct), ct));
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _search.DisposeAsync();
        await _cleaning;
        await _database.DisposeAsync();
        _writing.Dispose();
        _reading.Dispose();
    }

    private async Task<CommandAnswer> RecordOrQuarantineAsync(CommandRequest request, Func<ChannelState, Decision> decide)
    {
        try
        {
            return await WriteAsync(request, transaction => DecideAsync(transaction, request, decide));
        }
        catch (Exception e) when (e is not StorageException and not ObjectDisposedException)
        {
            var delivery = request.Delivery ?? new DeliveryKey("quarantine", Guid.NewGuid().ToString("N"));
            LogQuarantined(delivery.Source, delivery.Id, e);
            return await QuarantineAsync(request, delivery, e);
        }
    }

    private async Task<CommandAnswer> QuarantineAsync(CommandRequest request, DeliveryKey delivery, Exception reason)
    {
        try
        {
            return await WriteAsync(request, async transaction =>
            {
                if ((await transaction.BeginAsync(request)).Answer is { } first)
                {
                    return first;
                }

                var answer = CommandAnswer.Only(QuarantineText.For(request));
                transaction.Quarantine(request, delivery, Core.Text.TypedText.Storable(reason.Message));
                if (request.Delivery is not null)
                {
                    transaction.SaveAnswer(DeliveryRow.Of(delivery, answer));
                }

                await transaction.CommitAsync();
                return answer;
            });
        }
        catch (Exception e) when (e is not StorageException and not ObjectDisposedException)
        {
            LogNotQuarantined(e);
            throw new StorageException(outcomeUnknown: false, reason);
        }
    }

    /// <summary>Runs the transaction of a command until it is known what became of it.</summary>
    /// <exception cref="StorageException">It could not be confirmed.</exception>
    private async Task<CommandAnswer> WriteAsync(CommandRequest request, Func<CommandTransaction, Task<CommandAnswer>> run)
    {
        var mayBeSaved = false;
        try
        {
            var answer = await _retries.RunAsync(
                async () =>
                {
                    CommandTransaction? transaction = null;
                    try
                    {
                        await using var connection = await _database.Writers.OpenConnectionAsync();
                        transaction = new CommandTransaction(connection, Locks);
                        return await PostgresErrors.OnAsync(connection, () => run(transaction));
                    }
                    catch (Exception e) when (transaction is { IsCommitting: true } && !PostgresErrors.WasRefused(e))
                    {
                        mayBeSaved = true;
                        throw;
                    }
                },
                // Under its key a command that was saved is found; without one it would be recorded twice.
                e => Failed(e) == Failure.Passing && !(mayBeSaved && request.Delivery is null));
            _trouble = null;
            return answer;
        }
        catch (Exception e) when (PostgresErrors.Classify(e) != Failure.OfItsOwn || mayBeSaved)
        {
            if (_trouble is null)
            {
                LogFailing(e);
            }

            _trouble = new StoreTrouble(_trouble?.Since ?? _time.GetUtcNow(), e.Message);
            throw new StorageException(mayBeSaved, e);
        }
    }

    /// <summary>Tries whether the server takes a commit again, which reading does not tell.</summary>
    private async Task<bool> IsOverAsync(StoreTrouble trouble, CancellationToken ct)
    {
        try
        {
            await _database.TryWritingAsync(ct);
            Interlocked.CompareExchange(ref _trouble, null, trouble);
        }
        catch (Exception e) when (PostgresErrors.Classify(e) != Failure.OfItsOwn)
        {
            Interlocked.CompareExchange(ref _trouble, trouble with { Reason = e.Message }, trouble);
        }

        return _trouble is null;
    }

    private async Task<CommandAnswer> DecideAsync(
        CommandTransaction transaction, CommandRequest request, Func<ChannelState, Decision> decide)
    {
        var found = await transaction.BeginAsync(request);
        if (found.Answer is not null)
        {
            return found.Answer;
        }

        var current = found.Current is { } stored ? await HeldAsync(transaction.Rows, stored, CancellationToken.None) : null;
        var named = found.Named is { } other ? await HeldAsync(transaction.Rows, other, CancellationToken.None) : null;
        var basis = new Basis(current, found.Next, found.OwnZone, named) { RedactedSince = found.RedactedSince };
        var recording = CommandRecorder.Record(request, basis, decide);
        if (recording.Change is { IsNew: true }
            && await transaction.TakeNextIdAsync() is var next && next != found.Next)
        {
            // Another incident was opened meanwhile; from here on none is.
            recording = CommandRecorder.Record(request, basis with { Next = next }, decide);
        }

        if (!recording.Writes)
        {
            return recording.Answer;
        }

        if (recording.Change is { } change)
        {
            transaction.Append(change);
            if (change.Erase is { } erased)
            {
                await transaction.EraseAsync(change.After.Incident.Id, erased);
            }
        }

        if (recording.Zone is { } zone)
        {
            transaction.SaveZone(zone);
        }

        if (recording.Delivery is { } delivery)
        {
            // After the erasure, so that a redaction leaves its own answer standing.
            transaction.SaveAnswer(delivery);
        }

        foreach (var owed in recording.Owed)
        {
            transaction.Owe(owed);
        }

        if (recording.Reached is { } reached)
        {
            transaction.Advance(reached, request.ReceivedAt);
        }

        await transaction.CommitAsync();
        Committed(recording.Change);
        if (recording.Owed.Count > 0)
        {
            Rooms.Owed.Set();
        }

        return recording.Answer;
    }

    private void Committed(IncidentChange? change)
    {
        if (change is not null)
        {
            _search.Changed();
        }

        if (change is { Erase: null })
        {
            _folds.Put(change.After);
        }
        else if (change is not null)
        {
            // What we hold still has the erased words; the next one who needs it folds what is left.
            _folds.Forget(change.After.Incident.Id);
            lock (_cleaningLock)
            {
                _cleaning = CleanAsync(_cleaning);
            }
        }
    }

    /// <summary>PostgreSQL keeps what a row held before until it is vacuumed.</summary>
    private async Task CleanAsync(Task before)
    {
        await before;
        try
        {
            await using var vacuum = _database.Upkeep.CreateCommand("VACUUM event_words, deliveries, search_entries, files, quarantine");
            await vacuum.ExecuteNonQueryAsync();
        }
        catch (Exception e)
        {
            LogNotCleaned(e);
        }
    }

    private async Task<Incident?> FoldAsync(PostgresRows rows, StoredVersion? stored, CancellationToken ct) =>
        stored is null ? null : (await HeldAsync(rows, stored, ct)).Incident;

    private async Task<HeldIncident> HeldAsync(PostgresRows rows, StoredVersion stored, CancellationToken ct)
    {
        var held = await rows.FoldAsync(stored, _folds.Find(stored.Id), ct);
        _folds.Put(held);
        return held;
    }

    private Task<T> ReadAsync<T>(Func<PostgresRows, Task<T>> read, CancellationToken ct) =>
        InSnapshotAsync((connection, transaction) => read(new PostgresRows(connection, transaction)), ct);

    /// <summary>One snapshot: a commit between two statements changes nothing here.</summary>
    private Task<T> InSnapshotAsync<T>(Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> read, CancellationToken ct) => ConnectedAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
            return await read(connection, transaction);
        },
        ct);

    /// <summary>Does something on a connection that no command waits for, and again if that fails in passing.</summary>
    /// <exception cref="StorageException">The server does not answer.</exception>
    public async Task<T> ConnectedAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            return await _reading.RunAsync(() => _retries.RunAsync(
                async () =>
                {
                    await using var connection = await _database.Readers.OpenConnectionAsync(ct);
                    return await PostgresErrors.OnAsync(connection, () => work(connection));
                },
                e => !ct.IsCancellationRequested && Failed(e) == Failure.Passing));
        }
        catch (Exception e) when (e is not OperationCanceledException and not StorageException && PostgresErrors.Classify(e) != Failure.OfItsOwn)
        {
            throw new StorageException(outcomeUnknown: false, e);
        }
    }

    private async Task TryAsync(Func<Task> prepare) => await _retries.RunAsync(
        async () =>
        {
            await prepare();
            return true;
        },
        e => e is UnusableStoreException { InnerException: { } cause } && Failed(cause) == Failure.Passing);

    private Failure Failed(Exception e)
    {
        var failure = PostgresErrors.Classify(e);
        if (failure == Failure.Passing && PostgresErrors.BreaksConnections(e))
        {
            // The others in the pools are as good as broken, and each would cost a try.
            _database.Writers.Clear();
            _database.Readers.Clear();
        }

        return failure;
    }

    [LoggerMessage(LogLevel.Error, "A command could not be stored")]
    private partial void LogFailing(Exception e);

    [LoggerMessage(LogLevel.Error, "The command {Source}/{Id} could not be recorded and was put into quarantine")]
    private partial void LogQuarantined(string source, string id, Exception e);

    [LoggerMessage(LogLevel.Error, "A command could not be put into quarantine")]
    private partial void LogNotQuarantined(Exception e);

    [LoggerMessage(LogLevel.Warning, "The tables could not be vacuumed after a redaction: what was erased stays readable in the server's files until they are")]
    private partial void LogNotCleaned(Exception e);
}
