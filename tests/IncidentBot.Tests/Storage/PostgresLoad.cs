using System.Collections.Concurrent;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Storage;

/// <summary>
/// Several instances under load on one database, and what each client was told, to be compared with what is there in
/// the end. Every text is its own, so that each is found again.
/// </summary>
internal sealed class PostgresLoad(IReadOnlyList<IIncidentStore> stores, int channels)
{
    private readonly ConcurrentDictionary<string, CommandAnswer> _confirmed = [];
    private readonly ConcurrentDictionary<string, bool> _refused = [];
    private int _sent;

    /// <summary>Completes at a confirmation once there are so many.</summary>
    public async Task ConfirmedAsync(int count)
    {
        while (_confirmed.Count < count)
        {
            await _next.Task;
        }
    }

    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Confirmed => _confirmed.Count;

    /// <summary>Clients that send one command after the other, each with a key of its own, until told to stop.</summary>
    public Task RunAsync(int clients, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
    {
        while (!stop.IsCancellationRequested)
        {
            await SendAsync(client);
        }
    }));

    public async Task SendAsync(int client)
    {
        var number = Interlocked.Increment(ref _sent);
        var text = $"note {number}";
        try
        {
            var answer = await stores[client % stores.Count].NoteAsync(Typed.Command(text, $"d{number}", channel: $"C{number % channels}"));
            if (!answer.Recorded)
            {
                // Kept aside, and so told.
                _refused[text] = false;
                return;
            }

            _confirmed[text] = answer;
            Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
        catch (StorageException e)
        {
            _refused[text] = e.OutcomeUnknown;
        }
    }

    /// <summary>Compares.</summary>
    public async Task<Tally> CountAsync(IIncidentStore store)
    {
        Dictionary<string, int> present = [];
        var gaps = 0;
        foreach (var summary in await store.ListAsync(null, int.MaxValue, CancellationToken.None))
        {
            var incident = (await store.ReadAsync(summary.Id, CancellationToken.None))!;
            gaps += incident.Entries.Where((entry, i) => entry.Number != i + 1).Count();
            foreach (var entry in incident.Entries)
            {
                present[entry.Text] = present.GetValueOrDefault(entry.Text) + 1;
            }
        }

        return new Tally(
            _confirmed.Count,
            _refused.Values.Count(unknown => !unknown),
            _refused.Values.Count(unknown => unknown),
            Lost: _confirmed.Keys.Count(text => !present.ContainsKey(text)),
            Twice: present.Values.Count(times => times > 1),
            Denied: _refused.Count(refused => !refused.Value && present.ContainsKey(refused.Key)),
            gaps);
    }
}

/// <summary>What clients were told, against what is there.</summary>
/// <param name="Lost">Confirmed, but not there.</param>
/// <param name="Twice">There more than once.</param>
/// <param name="Denied">Said to be not saved, but there.</param>
/// <param name="Gaps">Entries whose number does not follow the one before.</param>
internal sealed record Tally(int Confirmed, int Refused, int Unknown, int Lost, int Twice, int Denied, int Gaps)
{
    public bool IsTruthful => (Lost, Twice, Denied, Gaps) == (0, 0, 0, 0);
}
