using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Storage.Spool;

/// <summary>Where a command lies in the emergency file.</summary>
internal sealed record SpoolPlace(
    DeliveryKey Delivery, ChannelId Room, Instant ReceivedAt, long Offset, int Length, bool MaybeSaved, bool ReachesBeyond)
{
    /// <summary>Its place in the order in which commands reached us.</summary>
    public (Instant ReceivedAt, long Offset) Turn => (ReceivedAt, Offset);
}

/// <summary>
/// What is in the emergency file: what waits, what is being added, and what is settled. Commands of a room are added in
/// the order in which they reached us, rooms beside each other; those that reach beyond their room are added alone.
/// </summary>
internal sealed class SpoolIndex
{
    private readonly Dictionary<ChannelId, SortedDictionary<(Instant, long), SpoolPlace>> _rooms = [];
    private readonly SortedSet<(Instant, long)> _beyond = [];
    private readonly HashSet<ChannelId> _taken = [];
    private readonly Dictionary<DeliveryKey, SpoolPlace> _waiting = [];
    private readonly Dictionary<DeliveryKey, SpoolPlace> _settled = [];

    /// <summary>How many wait or are being added.</summary>
    public int Waiting => _waiting.Count;

    public bool IsEmpty => _waiting.Count == 0 && _settled.Count == 0;

    /// <summary>Where the commands lie that are in the timeline by now, or were kept aside.</summary>
    public IReadOnlyList<SpoolPlace> Settled => [.. _settled.Values];

    /// <summary>Whether a new command of a room would overtake one that it must not.</summary>
    public bool Holds(ChannelId room) => _rooms.ContainsKey(room) || _beyond.Count > 0;

    /// <summary>The place of a command that waits; null if none of that delivery does.</summary>
    public SpoolPlace? Find(DeliveryKey delivery) => _waiting.GetValueOrDefault(delivery);

    public void Add(SpooledCommand command, long offset, int length)
    {
        if (!_settled.ContainsKey(command.Delivery) && !_waiting.ContainsKey(command.Delivery))
        {
            var request = command.Request;
            Wait(new SpoolPlace(
                command.Delivery, request.Channel, request.ReceivedAt, offset, length, command.MaybeSaved, command.ReachesBeyondRoom));
        }
    }

    /// <summary>The next command to be added, whose room is taken until it is settled or put back; null if none can be.</summary>
    public SpoolPlace? Take()
    {
        var next = _rooms.Where(room => !_taken.Contains(room.Key)).Select(room => room.Value.Values.First()).MinBy(place => place.Turn);
        if (next is null || (_beyond.Count > 0 && !MayGo(next)))
        {
            return null;
        }

        _taken.Add(next.Room);
        return next;
    }

    /// <summary>Says that a command that was taken still waits.</summary>
    public void PutBack(ChannelId room) => _taken.Remove(room);

    public void Settle(DeliveryKey delivery, ChannelId from)
    {
        _taken.Remove(from);
        if (!_waiting.Remove(delivery, out var place))
        {
            return;
        }

        var room = _rooms[place.Room];
        room.Remove(place.Turn);
        if (room.Count == 0)
        {
            _rooms.Remove(place.Room);
        }

        _beyond.Remove(place.Turn);
        _settled[delivery] = place;
    }

    /// <summary>All that was settled waits again.</summary>
    public void TakeBack()
    {
        foreach (var place in _settled.Values)
        {
            Wait(place);
        }

        _settled.Clear();
    }

    /// <summary>Forgets what waits, to be read from the file anew; what is settled stays so.</summary>
    public void Forget()
    {
        _rooms.Clear();
        _beyond.Clear();
        _waiting.Clear();
    }

    public void Clear()
    {
        Forget();
        _settled.Clear();
    }

    /// <summary>What reaches beyond its room comes after all before it and before all after it.</summary>
    private bool MayGo(SpoolPlace oldest) => _beyond.Min.CompareTo(oldest.Turn) switch
    {
        > 0 => true,
        0 => _taken.Count == 0,
        < 0 => false,
    };

    private void Wait(SpoolPlace place)
    {
        _waiting[place.Delivery] = place;
        if (!_rooms.TryGetValue(place.Room, out var room))
        {
            _rooms.Add(place.Room, room = []);
        }

        room[place.Turn] = place;
        if (place.ReachesBeyond)
        {
            _beyond.Add(place.Turn);
        }
    }
}
