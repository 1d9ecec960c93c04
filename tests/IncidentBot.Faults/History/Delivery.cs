namespace IncidentBot.Faults.History;

/// <summary>One thing a client wanted recorded, and all that it was told about it, however often it sent it.</summary>
internal sealed class Delivery(string id, string channel)
{
    private readonly List<Reply> _replies = [];
    private readonly Lock _gate = new();

    public string Id => id;

    public string Channel => channel;

    public int Invocations => _replies.Count;

    /// <summary>The first answer that said it is recorded; no other may ever follow.</summary>
    public Reply? Confirmed { get; private set; }

    /// <summary>Whether two confirmations differ.</summary>
    public string? Contradiction { get; private set; }

    /// <summary>Whether the emergency file has it, so that it must get into the timeline.</summary>
    public bool Spooled => _replies.Any(r => r.Told == Told.Spooled);

    /// <summary>Whether every answer said that it is not there.</summary>
    public bool OnlyRefused => _replies.Count > 0 && _replies.All(r => r.Told is Told.Refused or Told.NotTaken);

    /// <summary>The answer that it will never be in the timeline, because of what it says.</summary>
    public Reply? NotTaken => _replies.Find(r => r.Told == Told.NotTaken);

    public Reply? Odd => _replies.Find(r => r.Told == Told.Odd);

    /// <summary>Whether it is worth sending again.</summary>
    public bool Settled => Confirmed is not null || NotTaken is not null;

    public void Add(Reply reply)
    {
        lock (_gate)
        {
            _replies.Add(reply);
            if (reply.Told == Told.Recorded)
            {
                Contradiction ??= Confirmed is { } first && first.Text != reply.Text ? reply.Text : null;
                Confirmed ??= reply;
            }
        }
    }
}
