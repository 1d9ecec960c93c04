namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>Discord closes a connection over which more than 120 frames come within a minute.</summary>
internal sealed class SendLimit(TimeProvider time)
{
    internal const int Most = 118;

    /// <summary>Kept free for heartbeats.</summary>
    internal const int Reserve = 10;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Queue<long> _sent = new();

    /// <summary>Takes a place.</summary>
    /// <param name="isRegularBeat">Regular heartbeats have room of their own.</param>
    /// <returns>False if there is none.</returns>
    public bool TryTake(bool isRegularBeat)
    {
        lock (_gate)
        {
            while (_sent.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Window)
            {
                _sent.Dequeue();
            }

            if (_sent.Count >= (isRegularBeat ? Most : Most - Reserve))
            {
                return false;
            }

            _sent.Enqueue(time.GetTimestamp());
            return true;
        }
    }
}
