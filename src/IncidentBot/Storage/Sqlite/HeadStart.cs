using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;

namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// Has commands decided by those who bring them, on what their channel stood at last, so that the one thread that writes
/// has less to do. It is a guess, which counts only if the channel still stands there when the command's turn comes; so
/// only one command of a channel gets it at a time, until the next commit.
/// </summary>
internal sealed class HeadStart
{
    private const int Most = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<ChannelId, HeldIncident> _channels = [];

    /// <summary>Decides a command now if nobody else's of its channel is under way.</summary>
    /// <returns>Null if it has to be decided when its turn comes.</returns>
    public DecidedAhead? Take(CommandRequest request, Func<ChannelState, Decision> decide)
    {
        if (request is not { Names: null, Reached: null, PreparedAfter: null })
        {
            // What more it is decided on, or stored with, is known in its turn only: also whether a redaction came before it.
            return null;
        }

        HeldIncident? held;
        lock (_lock)
        {
            if (!_channels.Remove(request.Channel, out held))
            {
                return null;
            }
        }

        try
        {
            // What opens another incident needs its number, and what erases needs the file.
            var recording = CommandRecorder.Record(request, new Basis(held, NoNext, null, null), decide);
            return recording.Change is { Erase: not null } || (recording.Change is { } change && change.After.Incident.Id != held.Incident.Id)
                ? null
                : new DecidedAhead(held, recording);
        }
        catch (Exception)
        {
            // It is decided again in its turn, where the failure has its place.
            return null;
        }
    }

    /// <summary>This was committed.</summary>
    public void Put(HeldIncident held)
    {
        lock (_lock)
        {
            foreach (var channel in held.Incident.Channels)
            {
                if (_channels.Count >= Most)
                {
                    _channels.Clear();
                }

                _channels[channel] = held;
            }
        }
    }

    /// <summary>Keeps nothing of what was erased.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _channels.Clear();
        }
    }

    private static IncidentId NoNext { get; } = new(int.MaxValue);
}

/// <summary>What a command comes to, if its incident still stands as it did.</summary>
internal sealed record DecidedAhead(HeldIncident Before, Recording Recording)
{
    /// <param name="stored">Where the channel stands.</param>
    /// <param name="zone">That the sender chose; it was decided as if there were none.</param>
    public bool Counts(StoredVersion? stored, string? zone) =>
        zone is null && stored is not null && stored.Id == Before.Incident.Id && Before.IsAt(stored);
}
