using System.Collections.Concurrent;

namespace IncidentBot.Faults.History;

/// <summary>All that clients wanted of one database file, and what they were told: also across restarts.</summary>
internal sealed class Journal
{
    private readonly ConcurrentBag<Delivery> _deliveries = [];
    private readonly ConcurrentQueue<Delivery> _unsettled = [];
    private readonly ConcurrentQueue<Delivery> _settled = [];
    private readonly ConcurrentDictionary<Told, int> _told = [];
    private int _confirmations;
    private int _answers;
    private int _named;

    public IEnumerable<Delivery> Deliveries => _deliveries;

    /// <summary>How many answers said that something is recorded, repeats included.</summary>
    public int Confirmations => Volatile.Read(ref _confirmations);

    /// <summary>How many answers there were of any kind.</summary>
    public int Answers => Volatile.Read(ref _answers);

    public int Count(Told told) => _told.GetValueOrDefault(told);

    /// <summary>A new one. Its name has letters and digits only, so that nothing reads a time or a tag into it.</summary>
    public Delivery New(string channel)
    {
        var delivery = new Delivery($"d{Interlocked.Increment(ref _named)}x", channel);
        _deliveries.Add(delivery);
        return delivery;
    }

    /// <summary>One to send again, because nobody confirmed it; nobody else gets it meanwhile.</summary>
    public Delivery? TakeUnsettled() => _unsettled.TryDequeue(out var delivery) ? delivery : null;

    /// <summary>One to send again although it was confirmed.</summary>
    public Delivery? TakeSettled() => _settled.TryDequeue(out var delivery) ? delivery : null;

    public void Add(Delivery delivery, Reply reply)
    {
        delivery.Add(reply);
        (delivery.Settled ? _settled : _unsettled).Enqueue(delivery);
        _told.AddOrUpdate(reply.Told, 1, (_, n) => n + 1);
        if (reply.Told != Told.NoAnswer)
        {
            Interlocked.Increment(ref _answers);
        }

        if (reply.Told == Told.Recorded)
        {
            Interlocked.Increment(ref _confirmations);
        }
    }
}
