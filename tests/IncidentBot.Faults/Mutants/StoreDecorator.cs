using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Faults.Mutants;

/// <summary>A store that passes everything on: what a mutant is made of.</summary>
internal abstract class StoreDecorator(IIncidentStore inner) : IIncidentStore, IAsyncDisposable
{
    protected IIncidentStore Inner => inner;

    public abstract Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct);

    public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) => inner.ReadAsync(id, ct);

    public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => inner.FindAsync(channel, ct);

    public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => inner.ReadEventsAsync(id, ct);

    public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) =>
        inner.ListAsync(before, limit, within, ct);

    public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) =>
        inner.SearchAsync(query, limit, ct);

    public ValueTask DisposeAsync() => inner is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
}
