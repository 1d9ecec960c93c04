using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Storage.Search;

/// <summary>
/// Searches a SQLite store through an index beside it, which follows the events: before each search, and in the
/// background once no more commits come. Writing waits for none of it.
/// </summary>
/// <param name="path">The index.</param>
/// <param name="openReader">Opens the store to read.</param>
internal sealed partial class SqliteSearch(
    string path, Func<SqliteConnection> openReader, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>How long a search makes up for what the index lacks before it answers from what is there.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How long after a commit the index begins to follow unasked.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    /// <summary>What it waits between two parts while commits come, so that it takes but a small part of a processor from them.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long it waits, at most, for a moment in which nothing is recorded: the disk is theirs first.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>How long it leaves a file alone that could not be made, on a full disk for example.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private SqliteSearchFile? _file;
    private SearchCoverage? _coverage;
    private SearchIndexException? _failure;
    private long _failedAt;
    private long _changedAt;
    private int _following;
    private volatile bool _followsUnasked;

    /// <summary>From now on the index follows commits unasked, beginning with what this process found.</summary>
    public void FollowUnasked()
    {
        _followsUnasked = true;
        Changed();
    }

    /// <summary>Tells that something was committed.</summary>
    public void Changed()
    {
        if (_followsUnasked)
        {
            Follow();
        }
    }

    /// <summary>Removes the index, because words in it were redacted; it is made anew from what is left.</summary>
    public async Task ForgetAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await Task.Run(Discard);
        }
        finally
        {
            _gate.Release();
        }

        Changed();
    }

    public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) =>
        InTurnAsync(() => Search(query, limit), ct);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _gate.WaitAsync();
        try
        {
            _file?.Dispose();
            _file = null;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Follow()
    {
        Volatile.Write(ref _changedAt, time.GetTimestamp());
        if (Interlocked.Exchange(ref _following, 1) == 0)
        {
            _ = FollowAsync(_stopping.Token);
        }
    }

    private async Task QuietAsync(CancellationToken ct)
    {
        var since = time.GetTimestamp();
        do
        {
            await Task.Delay(Delay, time, ct);
        }
        while (time.GetElapsedTime(Volatile.Read(ref _changedAt)) < Delay && time.GetElapsedTime(since) < Longest);
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        try
        {
            await QuietAsync(ct);
            while (await InTurnAsync(() => Mended(() => Read(Advance)), ct) is { IsWhole: false })
            {
                if (time.GetElapsedTime(Volatile.Read(ref _changedAt)) < Delay)
                {
                    await Task.Delay(Pause, time, ct);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The store was closed.
        }
        catch (Exception e)
        {
            // The next search tells, if it concerns anybody.
            LogNotFollowed(e);
        }
        finally
        {
            Volatile.Write(ref _following, 0);
        }
    }

    /// <summary>An index that turns out to be of no use is begun anew, once; without one the answer says that nothing was searched.</summary>
    private SearchResult Search(SearchQuery query, int limit)
    {
        try
        {
            return Mended(() => Find(query, limit));
        }
        catch (SearchIndexException)
        {
            return new SearchResult([], 0, 0, Read(reads => reads.Incidents()));
        }
    }

    private SearchResult Find(SearchQuery query, int limit)
    {
        var started = time.GetTimestamp();
        SearchCoverage coverage;
        do
        {
            coverage = Read(Advance);
        }
        while (!coverage.IsWhole && time.GetElapsedTime(started) < Patience && !_stopping.IsCancellationRequested);

        if (!coverage.IsWhole)
        {
            Follow();
        }

        var keys = Matching(_file!, query, Math.Max(limit, SearchResult.MostCounted));
        var rows = keys.Take(limit).Select(_file!.Read).ToList();
        var hits = Read(reads => rows.Select(row => reads.Hit(row, _file.Find(row.Key.Incident)!.Zone, query)).OfType<SearchHit>().ToList());
        return new SearchResult(hits, keys.Count - (rows.Count - hits.Count), coverage.Searched, coverage.Incidents);
    }

    /// <summary>The index knows nothing of communities; whom an incident belongs to, the store is asked.</summary>
    private IReadOnlyList<SearchKey> Matching(SqliteSearchFile file, SearchQuery query, int most) => query.Within is { } community
        ? Read(reads => file.Match(query, most: null).Chunk(most).SelectMany(part => reads.Within(community, part)).Take(most).ToList())
        : file.Match(query, most);

    private T Mended<T>(Func<T> work)
    {
        if (_failure is not null && time.GetElapsedTime(_failedAt) < Rest)
        {
            throw _failure;
        }

        try
        {
            return work();
        }
        catch (SearchIndexException e)
        {
            LogDiscarded(path, e.Message);
            Discard();
        }

        try
        {
            return work();
        }
        catch (SearchIndexException e)
        {
            LogUnusable(e, path);
            Discard();
            (_failure, _failedAt) = (e, time.GetTimestamp());
            throw;
        }
    }

    /// <summary>Takes in a part of what is new.</summary>
    private SearchCoverage Advance(SearchReads reads)
    {
        var events = reads.Events();
        if (_file is not null && _coverage is { IsWhole: true } whole && whole.Events == events)
        {
            return whole;
        }

        _file ??= SqliteSearchFile.Open(path, reads.Store());
        var stored = reads.Versions();
        var pending = stored.Where(i => !_file.HasAll(i)).ToList();
        if (pending.Exists(i => _file.Find(i.Number)?.Version > i.Version) || _file.Incidents > stored.Count)
        {
            throw new SearchIndexException("It is ahead of the store, which must have been restored.");
        }

        if (pending.Count > 0)
        {
            var changes = reads.Changes(pending, _file.Find, _file.Find);
            if (changes.Redacted)
            {
                throw new SearchIndexException("Words in it were redacted.");
            }

            _file.Save(changes);
        }

        _coverage = new SearchCoverage(events, stored.Count - pending.Count(i => !_file.HasAll(i)), stored.Count);
        return _coverage.Value;
    }

    /// <summary>One snapshot of the store; when that cannot be read, it is no matter of the index.</summary>
    private T Read<T>(Func<SearchReads, T> read)
    {
        try
        {
            using var connection = openReader();
            using var transaction = connection.BeginTransaction(deferred: true);
            return read(new SearchReads(connection, transaction));
        }
        catch (SqliteException e) when (e.IsStorageFailure())
        {
            throw new StorageException(outcomeUnknown: false, e);
        }
    }

    private void Discard()
    {
        try
        {
            _file?.Dispose();
            SqliteSearchFile.Delete(path);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(e, path);
        }

        (_file, _coverage) = (null, null);
    }

    [LoggerMessage(LogLevel.Information, "The search index {Path} is made anew: {Reason}")]
    private partial void LogDiscarded(string path, string reason);

    [LoggerMessage(LogLevel.Warning, "The search index {Path} cannot be used; it is tried again later")]
    private partial void LogUnusable(Exception e, string path);

    [LoggerMessage(LogLevel.Warning, "The search index {Path} could not be removed; words that were redacted may still be in it")]
    private partial void LogNotRemoved(Exception e, string path);

    [LoggerMessage(LogLevel.Warning, "The search index could not follow the store")]
    private partial void LogNotFollowed(Exception e);
}
