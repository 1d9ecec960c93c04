using IncidentBot.Faults.Bot;

namespace IncidentBot.Faults.History;

/// <summary>Clients that send one command after the other through HTTP, and keep what they are told.</summary>
/// <param name="seed">Decides which commands are sent again; the rest is up to the race.</param>
internal sealed class Load(Journal journal, int seed)
{
    private const int Connections = 64;
    private const int Channels = 8;
    private const int PercentOfRetries = 20;
    private const int PercentOfRepeats = 3;

    /// <summary>Who is refused waits a little, as people do; else refusals would outnumber all the rest.</summary>
    private static readonly TimeSpan Discouraged = TimeSpan.FromMilliseconds(20);

    private volatile Waiter _waiter = new(() => false);
    private volatile bool _ended;

    /// <summary>What is in some of the texts; null for none.</summary>
    public string? Salt { get; init; }

    /// <summary>Sends until it is stopped or nobody answers any more.</summary>
    public async Task RunAsync(Uri bot, CancellationToken stop)
    {
        using var http = new BotClient(bot);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(client => Task.Run(() => RunAsync(http, client, stop), CancellationToken.None)));
        _ended = true;
        _waiter.Done.TrySetResult();
    }

    /// <summary>Is done when so many more answers of any kind have come, or none will.</summary>
    public Task AnswersAsync(int more)
    {
        var until = journal.Answers + more;
        return UntilAsync(() => journal.Answers >= until);
    }

    /// <summary>Is done when one more was refused, or nobody answers any more.</summary>
    public Task RefusalAsync()
    {
        var before = journal.Count(Told.Refused);
        return UntilAsync(() => journal.Count(Told.Refused) > before);
    }

    /// <summary>Is done when so many more were confirmed, or nobody answers any more.</summary>
    public Task ConfirmationsAsync(int more)
    {
        var until = journal.Confirmations + more;
        return UntilAsync(() => journal.Confirmations >= until);
    }

    /// <summary>Sends once more whatever nobody could tell the outcome of.</summary>
    public async Task SettleAsync(Uri bot)
    {
        using var http = new BotClient(bot);
        foreach (var delivery in journal.Deliveries.Where(d => d is { Settled: false, OnlyRefused: false }).ToList())
        {
            journal.Add(delivery, await SendAsync(http, delivery, CancellationToken.None));
        }
    }

    private Task UntilAsync(Func<bool> reached)
    {
        var waiter = new Waiter(reached);
        _waiter = waiter;
        if (_ended || reached())
        {
            waiter.Done.TrySetResult();
        }

        return waiter.Done.Task;
    }

    private async Task RunAsync(BotClient http, int client, CancellationToken stop)
    {
        var random = new Random((seed * Connections) + client);
        while (!stop.IsCancellationRequested)
        {
            var delivery = Next(random, client);
            var reply = await SendAsync(http, delivery, stop);
            journal.Add(delivery, reply);
            var waiter = _waiter;
            if (waiter.Reached())
            {
                waiter.Done.TrySetResult();
            }

            if (reply.Told == Told.NoAnswer)
            {
                return;
            }

            if (reply.Told is not (Told.Recorded or Told.NotTaken))
            {
                await Task.Delay(Discouraged, CancellationToken.None);
            }
        }
    }

    private Delivery Next(Random random, int client)
    {
        var dice = random.Next(100);
        var again = dice < PercentOfRetries ? journal.TakeUnsettled() : dice >= 100 - PercentOfRepeats ? journal.TakeSettled() : null;
        return again ?? journal.New($"C{client % Channels}");
    }

    private Task<Reply> SendAsync(BotClient http, Delivery delivery, CancellationToken stop)
    {
        // Opens an incident where none is, and is an entry of it otherwise.
        var salt = Salt is not null && delivery.Id.EndsWith("7x", StringComparison.Ordinal) ? $" {Salt}" : "";
        return http.SendAsync($"/detected {delivery.Id}{salt}", delivery.Id, delivery.Channel, delivery.Invocations, stop);
    }

    private sealed record Waiter(Func<bool> Reached)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
