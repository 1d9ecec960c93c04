namespace IncidentBot.Slack.Wire.Api;

/// <summary>When the next call may go, so that Slack need not say so; and when it said so, until then.</summary>
/// <param name="interval">Between two calls, on the long run; zero for no limit.</param>
/// <param name="burst">How many may come at once.</param>
internal sealed class Pace(TimeSpan interval, int burst, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly long _origin = time.GetTimestamp();
    private TimeSpan _nextAtPace;
    private TimeSpan _blockedUntil;

    /// <summary>Held by who calls, where calls must keep their order.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>How long to wait before the next call. Zero takes the place: the call is made now.</summary>
    public TimeSpan Take()
    {
        lock (_gate)
        {
            var now = time.GetElapsedTime(_origin);
            var paced = _nextAtPace - (interval * (burst - 1));
            var earliest = paced > _blockedUntil ? paced : _blockedUntil;
            if (earliest > now)
            {
                return earliest - now;
            }

            _nextAtPace = (_nextAtPace > now ? _nextAtPace : now) + interval;
            return TimeSpan.Zero;
        }
    }

    public void Block(TimeSpan wait)
    {
        lock (_gate)
        {
            var until = time.GetElapsedTime(_origin) + wait;
            _blockedUntil = until > _blockedUntil ? until : _blockedUntil;
        }
    }

    public void Dispose() => Turn.Dispose();
}
