namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>
/// Which events of a session are dealt with. Events are worked on side by side, yet the sequence goes on only when all
/// before it is done: what a crash interrupts is delivered again.
/// </summary>
internal sealed class GatewayProgress(GatewayPosition start)
{
    private readonly Lock _gate = new();
    private readonly SortedSet<long> _open = [];
    private long _last = start.Sequence;
    private long _done = start.Sequence;

    public int Shard => start.Shard;

    public string SessionId => start.SessionId;

    /// <summary>How far the session has been dealt with. It never goes back.</summary>
    public GatewayPosition Position => PositionWith(null);

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
            if (sequence > _done)
            {
                _open.Add(sequence);
            }

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

    /// <param name="sequence">An event that counts as dealt with already; null for none.</param>
    public GatewayPosition PositionWith(long? sequence)
    {
        lock (_gate)
        {
            var open = _open.FirstOrDefault(open => open != sequence, _last + 1);
            _done = sequence is null ? Math.Max(_done, open - 1) : _done;
            return start with { Sequence = Math.Max(_done, open - 1) };
        }
    }
}
