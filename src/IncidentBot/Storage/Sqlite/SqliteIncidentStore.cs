using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rooms;
using IncidentBot.Storage.Rows;
using IncidentBot.Storage.Search;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Storage.Sqlite;

/// <summary>Incidents in one SQLite file: one thread writes; readers have connections of their own and wait for nobody.</summary>
internal sealed class SqliteIncidentStore : IIncidentStore, IExaminedStore, IAsyncDisposable
{
    private const int CachedIncidents = 256;

    private readonly SqliteFile _file;
    private readonly FoldCache _folds = new(CachedIncidents);
    private readonly SqliteWriter? _writer;
    private readonly SqliteSearch? _search;
    private volatile bool _disposed;

    private SqliteIncidentStore(SqliteFile file)
    {
        _file = file;
        (Rooms, Streams) = RoomsOf(file, writer: null);
    }

    private SqliteIncidentStore(SqliteFile file, SqliteConnection connection, TimeProvider time, ILogger logger)
    {
        _file = file;
        _writer = new SqliteWriter(file, connection, _folds, time, logger);
        (Rooms, Streams) = RoomsOf(file, _writer);
        _search = new SqliteSearch(SqliteSearchFile.PathFor(file.Path), file.OpenReader, time, logger);
    }

    /// <summary>What the platforms need besides incidents.</summary>
    public IRoomStore Rooms { get; }

    /// <summary>How far the streams of the platforms were dealt with.</summary>
    public IStreamStore Streams { get; }

    /// <summary>What keeps commands from being stored now; null if nothing does.</summary>
    public StoreTrouble? Trouble => _writer?.Trouble;

    /// <summary>How often the file was opened; whoever compares its files begins anew when this changes.</summary>
    public int Openings => _writer?.Openings ?? 0;

    /// <summary>Refuses everything from now on, until a start: to write on would make things worse.</summary>
    public void GiveUp(string reason) => _writer?.GiveUp(reason);

    /// <summary>Opens the file for this process alone to write, made or brought up to this version as needed.</summary>
    /// <exception cref="UnusableStoreException">It cannot be used; the message says why.</exception>
    public static SqliteIncidentStore Open(string path, TimeProvider time, ILogger<SqliteIncidentStore> logger) =>
        Open(new SqliteFile(path), time, logger);

    /// <summary>Opens a file that may have settings of its own.</summary>
    /// <exception cref="UnusableStoreException">It cannot be used; the message says why.</exception>
    public static SqliteIncidentStore Open(SqliteFile file, TimeProvider time, ILogger<SqliteIncidentStore> logger) =>
        new(file, file.OpenOrCreate(time), time, logger);

    /// <summary>Opens the file to look at it, also while another process writes to it.</summary>
    /// <exception cref="UnusableStoreException">It cannot be used; the message says why.</exception>
    public static SqliteIncidentStore OpenReadOnly(string path)
    {
        var file = new SqliteFile(path);
        file.CheckReadable();
        return new SqliteIncidentStore(file);
    }

    /// <summary>Keeps the search up to date in the background, so that it is ready when somebody asks.</summary>
    public void FollowWithSearch() => _search?.FollowUnasked();

    public Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);

        // From here on nothing is cancelled, because a commit that has begun cannot be taken back.
        ct.ThrowIfCancellationRequested();
        if (_writer is null || _search is null)
        {
            throw new StorageException(outcomeUnknown: false, new UnusableStoreException($"{_file.Path} was opened for reading only."));
        }

        // Refused at once if too much waits already.
        return FollowAsync(_writer.WriteAsync(request, decide), _search);
    }

    public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) =>
        ReadAsync(rows => Fold(rows, rows.Find(id)), ct);

    public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) =>
        ReadAsync(rows => Fold(rows, rows.FindCurrent(channel)), ct);

    public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) =>
        ReadAsync(rows => rows.ReadEvents(id), ct);

    public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) =>
        ReadAsync(rows => rows.List(before, limit, within), ct);

    public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) =>
        _search?.SearchAsync(query, limit, ct) ?? throw new NotSupportedException("A store that was opened for reading only is not searched.");

    public async Task<StoreFinding?> ExamineAsync(CancellationToken ct) =>
        _writer?.Finding ?? StoreFinding.OfQuarantine(await ReadAsync(rows => rows.CountQuarantined(), ct));

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        if (_search is not null)
        {
            await _search.DisposeAsync();
        }

        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }
        else
        {
            _file.CloseReaders();
        }
    }

    private static (IRoomStore Rooms, IStreamStore Streams) RoomsOf(SqliteFile file, SqliteWriter? writer)
    {
        var rooms = new SqliteRooms(file, writer);
        return (rooms, new SqliteStreams(rooms));
    }

    /// <summary>Nobody is told of a redaction before its words are gone from the index, too.</summary>
    private static async Task<CommandAnswer> FollowAsync(Task<CommandAnswer> writing, SqliteSearch search)
    {
        var answer = await writing;
        if (answer.Kind == Verbs.Redact.Name)
        {
            await search.ForgetAsync();
        }
        else if (answer.Recorded)
        {
            search.Changed();
        }

        return answer;
    }

    private Incident? Fold(IncidentRows rows, StoredVersion? stored)
    {
        if (stored is null)
        {
            return null;
        }

        var held = rows.Fold(stored, _folds.Find(stored.Id));
        _folds.Put(held);
        return held.Incident;
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
}
