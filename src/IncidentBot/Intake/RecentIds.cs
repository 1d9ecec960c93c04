namespace IncidentBot.Intake;

/// <summary>Remembers what came lately by its id, so that a repeat is known. It holds ids only, no words.</summary>
internal sealed class RecentIds<T>(int kept = RecentIds.Standard)
    where T : notnull
{
    private readonly Lock _gate = new();
    private readonly HashSet<T> _known = [];
    private readonly Queue<T> _order = new();

    /// <summary>Notes an id; true if it is the first time.</summary>
    public bool Begin(T id)
    {
        lock (_gate)
        {
            if (!_known.Add(id))
            {
                return false;
            }

            _order.Enqueue(id);
            if (_order.Count > kept)
            {
                _known.Remove(_order.Dequeue());
            }

            return true;
        }
    }

    /// <summary>It went wrong: once more, it is the first time.</summary>
    public void Forget(T id)
    {
        lock (_gate)
        {
            _known.Remove(id);
        }
    }
}

internal static class RecentIds
{
    /// <summary>How many are kept.</summary>
    public const int Standard = 10_000;
}
