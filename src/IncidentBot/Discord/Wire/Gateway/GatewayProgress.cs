namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>
/// Which events of a session are dealt with. Events are worked on side by side, yet the sequence goes on only when all
/// before it is done: what a crash interrupts is delivered again.
/// </summary>
internal sealed class GatewayProgress(GatewayPosition from)
{
    private readonly Lock _gate = new();
    private readonly SortedSet<long> _open = [];
    private long _last = from.Sequence;

    public int Shard => from.Shard;

    public string SessionId => from.SessionId;

    /// <summary>How far the session has been dealt with.</summary>
    public GatewayPosition Position
    {
        get
        {
            lock (_gate)
            {
                return At(Done(null));
            }
        }
    }

    /// <summary>The sequence of the last event that came, done or not: what heartbeats name.</summary>
    public long LastReceived
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    public GatewayPlace Begin(long sequence)
    {
        lock (_gate)
        {
            _open.Add(sequence);
            _last = Math.Max(_last, sequence);
        }

        return new GatewayPlace(this, sequence);
    }

    /// <summary>For events that need no work.</summary>
    public void Pass(long sequence)
    {
        lock (_gate)
        {
            _last = Math.Max(_last, sequence);
        }
    }

    public void End(long sequence)
    {
        lock (_gate)
        {
            _open.Remove(sequence);
        }
    }

    public GatewayPosition PositionWith(long sequence)
    {
        lock (_gate)
        {
            return At(Done(sequence));
        }
    }

    private long Done(long? besides)
    {
        foreach (var open in _open)
        {
            if (open != besides)
            {
                return Math.Min(open - 1, _last);
            }
        }

        return _last;
    }

    private GatewayPosition At(long sequence) => from with { Sequence = sequence };
}
