namespace IncidentBot.Discord.Wire.Api;

/// <summary>
/// Keeps us from being shut out: whoever sends ten thousand requests within ten minutes that are refused with 401, 403 or
/// 429 is, with everything else that comes from the same address.
/// </summary>
internal sealed class InvalidRequests(TimeProvider time)
{
    /// <summary>Others may share the address.</summary>
    internal const int Most = 5000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Queue<long> _times = new();
    private readonly RouteLimit _outside = new(time);

    /// <summary>How long nothing may be sent at all.</summary>
    public TimeSpan Wait
    {
        get
        {
            var outside = _outside.Wait;
            lock (_gate)
            {
                Forget();
                var tooMany = _times.Count < Most ? TimeSpan.Zero : Window - time.GetElapsedTime(_times.Peek());
                return tooMany > outside ? tooMany : outside;
            }
        }
    }

    /// <returns>Whether that was one too many.</returns>
    public bool Count()
    {
        lock (_gate)
        {
            Forget();
            _times.Enqueue(time.GetTimestamp());
            return _times.Count >= Most;
        }
    }

    /// <summary>What stands before Discord's own servers wants to be left alone.</summary>
    public void Block(TimeSpan wait) => _outside.Block(wait);

    private void Forget()
    {
        while (_times.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Window)
        {
            _times.Dequeue();
        }
    }
}
