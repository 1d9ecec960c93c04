using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Search;

/// <summary>
/// Has the index in PostgreSQL follow the events: before each search, and in the background once commits came. Writing
/// waits for none of it.
/// </summary>
/// <param name="advance">Takes in a part of what is new.</param>
internal sealed partial class PostgresSearch(
    Func<CancellationToken, Task<SearchProgress>> advance, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>How long a search makes up for what the index lacks before it answers from what is there.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How long after a commit the index begins to follow unasked.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private Task _following = Task.CompletedTask;

    /// <summary>Tells that something was committed.</summary>
    public void Changed()
    {
        lock (_lock)
        {
            if (_following.IsCompleted && !_stopping.IsCancellationRequested)
            {
                _following = FollowAsync(_stopping.Token);
            }
        }
    }

    /// <summary>Takes in what is new, for as long as people wait; the rest follows by itself.</summary>
    public async Task<SearchProgress> CatchUpAsync(CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var progress = await advance(ct);
        while (progress.GoesOn && time.GetElapsedTime(started) < Patience)
        {
            progress = await advance(ct);
        }

        if (progress.GoesOn)
        {
            Changed();
        }

        return progress;
    }

    /// <summary>What the index finds, as it reads now.</summary>
    public static SearchResult Find(PostgresSearchTables tables, SearchReads reads, SearchQuery query, int limit, SearchProgress progress)
    {
        var (rows, total) = tables.Match(query, limit);
        var zones = tables.Zones(rows.Select(row => row.Key.Incident));
        var hits = rows.Select(row => reads.Hit(row, zones[row.Key.Incident], query)).OfType<SearchHit>().ToList();
        return new SearchResult(hits, total - (rows.Count - hits.Count), progress.Incidents - progress.Lacking, progress.Incidents);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task following;
        lock (_lock)
        {
            following = _following;
        }

        await following;
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        try
        {
            await Task.Delay(Delay, time, ct);
            while ((await advance(ct)).GoesOn)
            {
                ct.ThrowIfCancellationRequested();
            }
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // The store was closed.
        }
        catch (Exception e)
        {
            // The next search tells, if it concerns anybody.
            LogNotFollowed(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The search index could not follow the store")]
    private partial void LogNotFollowed(Exception e);
}
