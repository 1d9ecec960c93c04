using IncidentBot.Core.Commands;
using NodaTime;

namespace IncidentBot.Storage.Spool;

/// <summary>Where a command lies in the emergency file.</summary>
internal sealed record SpoolPlace(DeliveryKey Delivery, Instant ReceivedAt, long Offset, int Length, bool MaybeSaved);

/// <summary>What is in the emergency file: what waits, in the order in which it reached us, and what is settled.</summary>
internal sealed class SpoolIndex
{
    private readonly SortedDictionary<(Instant ReceivedAt, long Offset), SpoolPlace> _waiting = [];
    private readonly Dictionary<DeliveryKey, SpoolPlace> _places = [];
    private readonly Dictionary<DeliveryKey, SpoolPlace> _settled = [];

    public int Waiting => _waiting.Count;

    public bool IsEmpty => _waiting.Count == 0 && _settled.Count == 0;

    /// <summary>Where the commands lie that are in the timeline by now, or were kept aside.</summary>
    public IReadOnlyList<SpoolPlace> Settled => [.. _settled.Values];

    public SpoolPlace? Oldest => _waiting.Values.FirstOrDefault();

    /// <summary>The place of a command that waits; null if none of that delivery does.</summary>
    public SpoolPlace? Find(DeliveryKey delivery) => _places.GetValueOrDefault(delivery);

    public void Add(SpooledCommand command, long offset, int length)
    {
        var place = new SpoolPlace(command.Delivery, command.Request.ReceivedAt, offset, length, command.MaybeSaved);
        if (!_settled.ContainsKey(place.Delivery) && _places.TryAdd(place.Delivery, place))
        {
            _waiting.Add((place.ReceivedAt, place.Offset), place);
        }
    }

    public void Settle(DeliveryKey delivery)
    {
        if (_places.Remove(delivery, out var place))
        {
            _waiting.Remove((place.ReceivedAt, place.Offset));
            _settled[delivery] = place;
        }
    }

    /// <summary>All that was settled waits again.</summary>
    public void TakeBack()
    {
        foreach (var place in _settled.Values)
        {
            _places[place.Delivery] = place;
            _waiting[(place.ReceivedAt, place.Offset)] = place;
        }

        _settled.Clear();
    }

    /// <summary>Forgets what waits, to be read from the file anew; what is settled stays so.</summary>
    public void Forget()
    {
        _waiting.Clear();
        _places.Clear();
    }

    public void Clear()
    {
        Forget();
        _settled.Clear();
    }
}
