using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;

namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// What the channels used last stand at, and the next id, so that not each command has to ask. Right because one
/// connection alone writes; whatever makes it doubtful makes it forget.
/// </summary>
internal sealed class Standings
{
    private const int Most = 1024;

    private readonly Dictionary<ChannelId, (StoredVersion Stored, bool IsClosed)> _channels = [];
    private IncidentId? _next;

    public StoredVersion? Current(ChannelId channel, Func<ChannelId, (StoredVersion Stored, bool IsClosed)?> find)
    {
        if (_channels.TryGetValue(channel, out var known))
        {
            return known.Stored;
        }

        if (find(channel) is not { } found)
        {
            return null;
        }

        if (_channels.Count == Most)
        {
            _channels.Clear();
        }

        _channels[channel] = found;
        return found.Stored;
    }

    public IncidentId Next(Func<IncidentId> find) => _next ??= find();

    /// <summary>The incident was written to. Opened, closed or bound to a channel, it may come before another one there.</summary>
    public void Follow(IncidentChange change)
    {
        var row = change.Row;
        if (change.IsNew)
        {
            _next = null;
        }

        foreach (var channel in change.Left)
        {
            _channels.Remove(channel);
        }

        foreach (var channel in change.After.Incident.Channels)
        {
            if (_channels.TryGetValue(channel, out var known)
                && known.Stored.Number == row.Number && known.IsClosed == row.ClosedAt is not null)
            {
                _channels[channel] = known with { Stored = new StoredVersion { Number = row.Number, Version = row.Version, Head = row.Head } };
            }
            else
            {
                _channels.Remove(channel);
            }
        }
    }

    /// <summary>What was written may not be there.</summary>
    public void Forget()
    {
        _channels.Clear();
        _next = null;
    }
}
