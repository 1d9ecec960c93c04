using IncidentBot.Core.Commands;

namespace IncidentBot.Core.Incidents;

/// <summary>
/// Keeps incidents as streams of events, and the first answer to every delivery. The one port of this library: one
/// implementation for SQLite, one for PostgreSQL.
/// </summary>
/// <remarks>
/// <see cref="RecordAsync"/> promises:
/// <list type="number">
/// <item>A delivery that was answered before gets that answer again, whatever the body, or a decision on it, says now.</item>
/// <item>Otherwise what counts is what <c>decide</c> says of the channel as it is after all earlier commits; its events,
/// its answer, the erasures it asks for and the zone that its sender chose are committed together or not at all. No two
/// decisions count on one version of an incident, so entry numbers have no gaps. An incident that the command names is
/// held as well. <c>decide</c> is pure: it may be called ahead of its turn, on the caller's thread, and again, if the
/// channel changed meanwhile or a commit has to be repeated.</item>
/// <item>The task completes only after the commit is on disk. What it returns may be shown as recorded.</item>
/// <item>A decision without events, without a zone and without a delivery id of the sender's writes nothing.</item>
/// <item>When storage cannot confirm, the task fails with <see cref="StorageException"/>, which says whether the
/// command may have been saved all the same.</item>
/// </list>
/// </remarks>
public interface IIncidentStore
{
    Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct);

    /// <summary>The incident as of its last commit; null if there is none.</summary>
    Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct);

    /// <summary>The channel's open incident, else the one closed last; null if it never had one.</summary>
    Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct);

    /// <summary>The whole stream in order of version; empty if there is none.</summary>
    Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct);

    /// <summary>A page of incidents, newest first, beginning below <paramref name="before"/> if it is given.</summary>
    /// <param name="within">Only what a room of this community (<see cref="ChannelId.Community"/>) feeds; null for all.</param>
    Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct);

    /// <summary>
    /// The standing entries, and the titles, that say all that is asked for as they read now: of the newest incident
    /// first, and in it the latest entry first, its title last. What was amended, taken back or redacted is not found.
    /// </summary>
    Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct);

    /// <summary>
    /// A mark of the redactions there were so far, for <see cref="CommandRequest.PreparedAfter"/>. Null where nobody but
    /// this process redacts.
    /// </summary>
    Task<long?> MarkRedactionsAsync(CancellationToken ct) => Task.FromResult<long?>(null);
}

/// <summary>What the owner reads: all there is.</summary>
public static class IncidentStoreReading
{
    /// <summary>A page of all incidents, newest first.</summary>
    public static Task<IReadOnlyList<IncidentSummary>> ListAsync(this IIncidentStore store, IncidentId? before, int limit, CancellationToken ct) =>
        store.ListAsync(before, limit, within: null, ct);
}

/// <summary>What a decision is made on.</summary>
/// <param name="Current">The channel's open incident, else the one closed last; null if it never had one.</param>
/// <param name="Next">The id a new incident would get.</param>
public sealed record ChannelState(Incident? Current, IncidentId Next)
{
    /// <summary>The IANA zone that the sender chose by <c>zone</c>; null if none.</summary>
    public string? OwnZone { get; init; }

    /// <summary>The incident that the command names (<see cref="CommandRequest.Names"/>); null if there is none.</summary>
    public Incident? Named { get; init; }

    /// <summary>Whether another process erased words after <see cref="CommandRequest.PreparedAfter"/>.</summary>
    public bool RedactedSince { get; init; }
}
