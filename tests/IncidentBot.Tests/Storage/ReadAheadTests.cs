using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using IncidentBot.Tests.Fakes;

namespace IncidentBot.Tests.Storage;

public sealed class ReadAheadTests
{
    [Fact]
    public async Task What_is_not_closed_is_read_before_somebody_asks()
    {
        var store = new CountingStore();
        var close = Typed.Command("close", channel: "C2");
        await store.NoteAsync(Typed.Command("open", channel: "C1"));
        await store.NoteAsync(Typed.Command("over", channel: "C2"));
        await store.RecordAsync(close, Typed.Close(close), default);
        await store.NoteAsync(Typed.Command("open too", channel: "C3"));

        await ReadAhead.ReadAsync(store, default);

        Assert.Equal([3, 1], store.Read);
    }

    private sealed class CountingStore : IIncidentStore
    {
        private readonly MemoryStore _inner = new();

        public List<int> Read { get; } = [];

        public Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct) =>
            _inner.RecordAsync(request, decide, ct);

        public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct)
        {
            Read.Add(id.Number);
            return _inner.ReadAsync(id, ct);
        }

        public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => _inner.FindAsync(channel, ct);

        public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => _inner.ReadEventsAsync(id, ct);

        public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) => _inner.ListAsync(before, limit, within, ct);

        public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) => _inner.SearchAsync(query, limit, ct);
    }
}
