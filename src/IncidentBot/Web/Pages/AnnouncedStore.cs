using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Web.Api;

namespace IncidentBot.Web.Pages;

/// <summary>
/// The store, as commands use it: what it recorded is announced to open pages, whatever surface it came through, and
/// what it erased is kept nowhere else. Whether it takes what it is given is remembered for the check of readiness.
/// </summary>
internal sealed class AnnouncedStore(IIncidentStore store, IncidentFeed feed, Exchanges exchanges, LastWrite lastWrite) : IIncidentStore
{
    public async Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        HashSet<ChannelId> rooms = [request.Channel];
        var answer = await WriteAsync(request, Decide, ct);
        if (answer.Kind == Verbs.Redact.Name)
        {
            exchanges.Clear();
        }

        if (answer.Recorded)
        {
            foreach (var room in rooms)
            {
                feed.Announce(room);
            }
        }

        return answer;

        // Whoever looks at another room of the incident is to see it, too.
        Decision Decide(ChannelState state)
        {
            rooms.UnionWith(state.Current?.Channels ?? []);
            rooms.UnionWith(state.Named?.Channels ?? []);
            return decide(state);
        }
    }

    public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) => store.ReadAsync(id, ct);

    public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => store.FindAsync(channel, ct);

    public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => store.ReadEventsAsync(id, ct);

    public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) =>
        store.ListAsync(before, limit, within, ct);

    public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) => store.SearchAsync(query, limit, ct);

    private async Task<CommandAnswer> WriteAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        try
        {
            var answer = await store.RecordAsync(request, decide, ct);
            if (answer.RecordedAt == request.ReceivedAt)
            {
                // A repeat and a mere question are answered without a write.
                lastWrite.Succeed();
            }

            return answer;
        }
        catch (StorageException)
        {
            lastWrite.Fail();
            throw;
        }
    }
}
