using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Web.Pages;

/// <summary>
/// The store, as commands use it: what it recorded is announced to open pages, whatever surface it came through, and
/// what it erased is kept nowhere else.
/// </summary>
internal sealed class AnnouncedStore(IIncidentStore store, IncidentFeed feed, Exchanges exchanges) : IIncidentStore
{
    public async Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        var answer = await store.RecordAsync(request, decide, ct);
        if (answer.Kind == Verbs.Redact.Name)
        {
            exchanges.Clear();
        }

        if (answer.Recorded)
        {
            feed.Announce(request.Channel);
        }

        return answer;
    }

    public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) => store.ReadAsync(id, ct);

    public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => store.FindAsync(channel, ct);

    public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => store.ReadEventsAsync(id, ct);

    public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, CancellationToken ct) =>
        store.ListAsync(before, limit, ct);
}
