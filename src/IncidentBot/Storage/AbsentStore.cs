using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage;

/// <summary>A store that could not be opened: it takes nothing, and says why.</summary>
internal sealed class AbsentStore(Exception cause) : IIncidentStore
{
    public Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct) => Fail<CommandAnswer>();

    public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) => Fail<Incident?>();

    public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => Fail<Incident?>();

    public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => Fail<IReadOnlyList<RecordedEvent>>();

    public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) => Fail<IReadOnlyList<IncidentSummary>>();

    public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) => Fail<SearchResult>();

    private Task<T> Fail<T>() => Task.FromException<T>(new StorageException(outcomeUnknown: false, cause));
}
