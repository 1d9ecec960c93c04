using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Tests.Fakes;
using NodaTime;

namespace IncidentBot.Tests.Commands;

public sealed class CommandHandlerTests
{
    [Theory]
    [InlineData("/incident find hunter2")]
    [InlineData("/incident list")]
    [InlineData("/incident draft")]
    public async Task An_answer_prepared_before_a_redaction_is_not_kept_after_it(string question)
    {
        var store = new SlowReads();
        var handler = new CommandHandler(store, new DraftCompiler(LayoutLibrary.Load([]), TimeProvider.System), new CommandSettings());
        await handler.HandleAsync(Line("/detected the password is hunter2", "d1"), CancellationToken.None);
        store.AfterReading = () =>
        {
            store.AfterReading = () => Task.CompletedTask;
            return handler.HandleAsync(Line("/incident redact 1", "d2"), CancellationToken.None);
        };

        var first = await handler.HandleAsync(Line(question, "d3"), CancellationToken.None);
        var repeat = await handler.HandleAsync(Line(question, "d3"), CancellationToken.None);
        var again = await handler.HandleAsync(Line(question, "d4"), CancellationToken.None);

        Assert.Equal("Something was redacted just now. Ask again for an answer without it.", first.Reply);
        Assert.Equal(first, repeat);
        Assert.NotEqual(first.Reply, again.Reply);
        Assert.DoesNotContain("the password", again.Reply, StringComparison.Ordinal);
    }

    private static CommandRequest Line(string text, string delivery) => new()
    {
        Delivery = new DeliveryKey("test", delivery),
        Channel = Some.Channel,
        Actor = Some.Ana,
        Text = text,
        SentAt = Instant.FromUtc(2026, 3, 5, 9, 0),
        ReceivedAt = Instant.FromUtc(2026, 3, 5, 9, 0),
    };

    /// <summary>Reads, and lets something happen before it tells what it read.</summary>
    private sealed class SlowReads : IIncidentStore
    {
        private readonly MemoryStore _inner = new();

        public Func<Task> AfterReading { get; set; } = () => Task.CompletedTask;

        public Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct) =>
            _inner.RecordAsync(request, decide, ct);

        public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) => ReadAsync(_inner.ReadAsync(id, ct));

        public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => ReadAsync(_inner.FindAsync(channel, ct));

        public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => ReadAsync(_inner.ReadEventsAsync(id, ct));

        public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) =>
            ReadAsync(_inner.ListAsync(before, limit, within, ct));

        public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) => ReadAsync(_inner.SearchAsync(query, limit, ct));

        private async Task<T> ReadAsync<T>(Task<T> reading)
        {
            var read = await reading;
            await AfterReading();
            return read;
        }
    }
}
