using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Fakes;

/// <summary>A store that fails as the test says.</summary>
internal sealed class ScriptedStore(IIncidentStore? inner = null) : IIncidentStore
{
    private readonly IIncidentStore _inner = inner ?? new MemoryStore();

    /// <summary>What happens to the next commands, until it is set otherwise.</summary>
    public Fault Fault { get; set; }

    /// <summary>What fails only with these words in it; null for everything.</summary>
    public string? OnlyWith { get; set; }

    /// <summary>Lets go of the commands that hang.</summary>
    public TaskCompletionSource Hanging { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Is done once a command hangs.</summary>
    public TaskCompletionSource Hung { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The commands that came, in order.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<CommandRequest> Came { get; } = new();

    public async Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        Came.Enqueue(request);
        var fault = OnlyWith is null || request.Text.Contains(OnlyWith, StringComparison.Ordinal) ? Fault : Fault.None;
        switch (fault)
        {
            case Fault.Refuses:
                throw Failure(outcomeUnknown: false);
            case Fault.LosesCommand:
                throw Failure(outcomeUnknown: true);
            case Fault.LosesAnswer:
                await _inner.RecordAsync(request, decide, ct);
                throw Failure(outcomeUnknown: true);
            case Fault.Breaks:
                throw new InvalidOperationException("a mistake of ours");
            case Fault.Hangs:
                Hung.TrySetResult();
                await Hanging.Task;
                break;
            case Fault.HangsAndRefuses:
                await Hanging.Task;
                throw Failure(outcomeUnknown: false);
        }

        return await _inner.RecordAsync(request, decide, ct);
    }

    public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) => Readable(() => _inner.ReadAsync(id, ct));

    public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => Readable(() => _inner.FindAsync(channel, ct));

    public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => Readable(() => _inner.ReadEventsAsync(id, ct));

    public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) =>
        Readable(() => _inner.ListAsync(before, limit, within, ct));

    public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) =>
        Readable(() => _inner.SearchAsync(query, limit, ct));

    /// <summary>Whether reading fails, too.</summary>
    public bool CannotBeRead { get; set; }

    /// <summary>The texts of the entries of the first incident.</summary>
    public async Task<IReadOnlyList<string?>> TextsAsync() =>
        [.. (await _inner.ReadAsync(new IncidentId(1), default))?.Entries.Select(entry => entry.Text) ?? []];

    private Task<T> Readable<T>(Func<Task<T>> read) => CannotBeRead ? throw Failure(outcomeUnknown: false) : read();

    private static StorageException Failure(bool outcomeUnknown) => new(outcomeUnknown, new IOException("disk on fire"));
}

/// <summary>What a store does with a command.</summary>
internal enum Fault
{
    None,
    Refuses,

    /// <summary>Cannot say, and has not saved it.</summary>
    LosesCommand,

    /// <summary>Cannot say, and has saved it.</summary>
    LosesAnswer,
    Breaks,
    Hangs,
    HangsAndRefuses,
}
