namespace IncidentBot.Discord.Wire.Api;

/// <summary>A limit as Discord tells it: how many calls are left, and how long until there are more.</summary>
internal sealed class RouteLimit(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _origin = time.GetTimestamp();
    private TimeSpan _fullAt;
    private int _left = 1;

    /// <summary>How long to wait before the next call.</summary>
    public TimeSpan Wait
    {
        get
        {
            lock (_gate)
            {
                var now = time.GetElapsedTime(_origin);
                return _left > 0 || _fullAt <= now ? TimeSpan.Zero : _fullAt - now;
            }
        }
    }

    /// <summary>A call is made.</summary>
    public void Take()
    {
        lock (_gate)
        {
            // After the reset it is full again, by how much Discord says with the next answer.
            _left = _fullAt <= time.GetElapsedTime(_origin) ? 1 : Math.Max(0, _left - 1);
        }
    }

    public void Learn(int left, TimeSpan resetAfter)
    {
        lock (_gate)
        {
            _left = left;
            _fullAt = time.GetElapsedTime(_origin) + resetAfter;
        }
    }

    /// <summary>Nothing for so long.</summary>
    public void Block(TimeSpan wait)
    {
        lock (_gate)
        {
            var until = time.GetElapsedTime(_origin) + wait;
            _fullAt = _left > 0 || until > _fullAt ? until : _fullAt;
            _left = 0;
        }
    }
}
