using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Fakes;

/// <summary>The store's contract in its simplest form, for tests of what stands above it.</summary>
internal sealed class MemoryStore : IIncidentStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<DeliveryKey, CommandAnswer> _answers = [];
    private readonly SortedDictionary<int, List<RecordedEvent>> _streams = [];
    private readonly Dictionary<string, string?> _zones = [];

    /// <summary>Makes other events of those that were decided on.</summary>
    public Func<IncidentEvent, IncidentEvent> Mutate { get; set; } = e => e;

    public Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        lock (_gate)
        {
            if (request.Delivery is { } known && _answers.TryGetValue(known, out var first))
            {
                return Task.FromResult(first);
            }

            var decision = decide(new ChannelState(Find(request.Channel), new IncidentId(_streams.Count + 1))
            {
                OwnZone = _zones.GetValueOrDefault(request.Actor.Id),
                Named = All().FirstOrDefault(i => i.Id == request.Names),
            });
            if (decision.OwnZone is { } zone)
            {
                _zones[request.Actor.Id] = zone.Name;
            }

            if (decision.Incident is { } id)
            {
                Append(id, request, decision);
            }

            if (request.Delivery is { } key)
            {
                _answers.Add(key, decision.Answer);
            }

            return Task.FromResult(decision.Answer);
        }
    }

    public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct)
    {
        lock (_gate)
        {
            return Task.FromResult(_streams.TryGetValue(id.Number, out var events) ? Incident.Replay(id, events) : null);
        }
    }

    public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct)
    {
        lock (_gate)
        {
            return Task.FromResult(Find(channel));
        }
    }

    public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<RecordedEvent>>(_streams.TryGetValue(id.Number, out var events) ? [.. events] : []);
        }
    }

    public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<IncidentSummary>>(
            [
                .. Seen(within).Where(i => before is null || i.Id.Number < before.Value.Number)
                    .OrderByDescending(i => i.Id.Number).Take(limit).Select(IncidentSummary.Of),
            ]);
        }
    }

    public Task<long?> MarkRedactionsAsync(CancellationToken ct) => Task.FromResult<long?>(0);

    public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct)
    {
        lock (_gate)
        {
            var incidents = All().ToList();
            var hits = Seen(query.Within).OrderByDescending(i => i.Id.Number)
                .SelectMany(i => i.Entries.Where(e => !e.Withdrawn).OrderByDescending(e => e.Number)
                    .Select(e => new SearchHit(i.Id, i.Title, i.Zone, e.Number, e.Kind, e.When, e.Words.Whole()))
                    .Append(new SearchHit(i.Id, i.Title, i.Zone, null, null, null, i.Title)))
                .Where(hit => hit.Text != Words.Erased.Text && query.Matches(hit.Text)).ToList();
            return Task.FromResult(new SearchResult(
                [.. hits.Take(limit)], Math.Min(hits.Count, SearchResult.MostCounted), incidents.Count, incidents.Count));
        }
    }

    private void Append(IncidentId id, CommandRequest request, Decision decision)
    {
        var stream = _streams.TryGetValue(id.Number, out var existing) ? existing : _streams[id.Number] = [];
        if (decision.Erase is { } entry)
        {
            for (var i = 0; i < stream.Count; i++)
            {
                stream[i] = stream[i].Event.Entry == entry ? stream[i] with { Event = stream[i].Event with { Words = null } } : stream[i];
            }
        }

        foreach (var e in decision.Events)
        {
            stream.Add(new RecordedEvent(stream.Count + 1, request.Actor, request.SentAt, request.ReceivedAt, Mutate(e)));
        }
    }

    private Incident? Find(ChannelId channel) => All()
        .Where(i => i.Channels.Contains(channel))
        .OrderByDescending(i => !i.Closed).ThenByDescending(i => i.ClosedAt)
        .FirstOrDefault();

    private IEnumerable<Incident> Seen(string? within) => All().Where(i => within is null || i.IsFedFrom(within));

    private IEnumerable<Incident> All() => _streams.Select(s => Incident.Replay(new IncidentId(s.Key), s.Value));
}
