using IncidentBot.Core.Commands;

namespace IncidentBot.Intake;

/// <summary>
/// Remembers which deliveries were tried lately, so that nobody is told that a command is not recorded when an earlier
/// try of it may have recorded it. It holds ids only, no words.
/// </summary>
internal sealed class RecentDeliveries(int kept = 10_000)
{
    private readonly Lock _gate = new();
    private readonly HashSet<DeliveryKey> _known = [];
    private readonly Queue<DeliveryKey> _order = new();

    /// <summary>Notes a try; true if it is the first.</summary>
    public bool Begin(DeliveryKey delivery)
    {
        if (delivery.IsOwn)
        {
            return true;
        }

        lock (_gate)
        {
            if (!_known.Add(delivery))
            {
                return false;
            }

            _order.Enqueue(delivery);
            if (_order.Count > kept)
            {
                _known.Remove(_order.Dequeue());
            }

            return true;
        }
    }
}
