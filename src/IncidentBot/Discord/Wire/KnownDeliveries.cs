namespace IncidentBot.Discord.Wire;

/// <summary>
/// Remembers which deliveries came lately, so that what is delivered again is not answered again. It holds ids only.
/// </summary>
internal sealed class KnownDeliveries(int kept = KnownDeliveries.Standard)
{
    public const int Standard = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Notes a delivery; true if it is the first with its id.</summary>
    public bool Begin(string id)
    {
        lock (_gate)
        {
            if (!_known.Add(id))
            {
                return false;
            }

            _order.Enqueue(id);
            while (_order.Count > kept)
            {
                _known.Remove(_order.Dequeue());
            }

            return true;
        }
    }

    /// <summary>It went wrong: delivered again, it has another chance.</summary>
    public void Forget(string id)
    {
        lock (_gate)
        {
            _known.Remove(id);
        }
    }
}
