using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Rows;

/// <summary>
/// The incidents used last, folded, so that a command on a long incident does not fold it again. Put here only from what
/// was committed; a fold counts only at the version that is stored, so whoever takes one brings it there.
/// </summary>
internal sealed class FoldCache(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IncidentId, (HeldIncident Held, long Used)> _folds = [];
    private long _uses;

    public HeldIncident? Find(IncidentId id)
    {
        lock (_lock)
        {
            if (!_folds.TryGetValue(id, out var fold))
            {
                return null;
            }

            _folds[id] = fold with { Used = ++_uses };
            return fold.Held;
        }
    }

    public void Put(HeldIncident held)
    {
        lock (_lock)
        {
            // A reader may bring what it folded before a later commit.
            if (_folds.TryGetValue(held.Incident.Id, out var fold) && fold.Held.Incident.Version > held.Incident.Version)
            {
                return;
            }

            _folds[held.Incident.Id] = (held, ++_uses);
            if (_folds.Count > capacity)
            {
                _folds.Remove(_folds.MinBy(f => f.Value.Used).Key);
            }
        }
    }

    /// <summary>Drops a fold that holds what was erased.</summary>
    public void Forget(IncidentId id)
    {
        lock (_lock)
        {
            _folds.Remove(id);
        }
    }
}
