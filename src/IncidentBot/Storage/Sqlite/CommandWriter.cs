using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// Decides commands and writes their rows within the writer's transaction, each on what those before it in the batch came to.
/// </summary>
internal sealed class CommandWriter(FoldCache folds)
{
    private readonly Dictionary<IncidentId, HeldIncident> _pending = [];

    /// <summary>What the transaction makes of incidents. It counts once it is committed.</summary>
    public IReadOnlyCollection<HeldIncident> Pending => _pending.Values;

    /// <summary>Another transaction begins, or this one is rolled back.</summary>
    public void Forget() => _pending.Clear();

    /// <param name="ahead">What it was decided to come to before its turn; null if it was not.</param>
    public Recording Write(WriterConnection connection, CommandRequest request, Func<ChannelState, Decision> decide, DecidedAhead? ahead)
    {
        var recording = Decide(connection, request, decide, ahead);
        var erased = recording.Change?.Erase;
        if (erased is null && recording.Delivery is { } delivery && !connection.SaveAnswer(delivery))
        {
            return FirstAnswer(connection, request)!;
        }

        if (recording.Change is { } change)
        {
            connection.Append(change);
            _pending[change.After.Incident.Id] = erased is null ? change.After : Erase(connection, change, erased);
        }

        if (recording.Zone is { } zone)
        {
            connection.SaveZone(zone);
        }

        if (erased is not null && recording.Delivery is { } redaction)
        {
            // After the erasure, so that a redaction leaves its own answer standing.
            connection.SaveAnswer(redaction);
        }

        foreach (var owed in recording.Owed)
        {
            connection.Owe(owed);
        }

        if (recording is { Writes: true, Reached: { } reached })
        {
            connection.Advance(reached, request.ReceivedAt);
        }

        return recording;
    }

    /// <summary>
    /// Decides before it is known whether the delivery is a repeat. Few are, and keeping the answer tells without a search
    /// of its own; where that does not come first, or nothing could be decided, the first answer is searched for.
    /// </summary>
    private Recording Decide(WriterConnection connection, CommandRequest request, Func<ChannelState, Decision> decide, DecidedAhead? ahead)
    {
        Recording recording;
        try
        {
            var stored = connection.FindCurrent(request.Channel);
            var zone = connection.FindZone(request.Actor.Id);
            recording = ahead?.Counts(stored, zone) == true
                ? ahead.Recording
                : CommandRecorder.Record(request, BasisOf(connection, request, stored, zone), decide);
        }
        catch (Exception e) when (e is not SqliteException && FirstAnswer(connection, request) is { } first)
        {
            return first;
        }

        return recording is { Delivery: not null, Change: not { Erase: not null } } ? recording : FirstAnswer(connection, request) ?? recording;
    }

    private Basis BasisOf(WriterConnection connection, CommandRequest request, StoredVersion? stored, string? zone)
    {
        var current = stored is null ? null : Held(connection, stored);
        var named = request.Names is { } id && connection.Rows.Find(id) is { } other ? Held(connection, other) : null;
        return new Basis(current, connection.NextId(), zone, named);
    }

    private static Recording? FirstAnswer(WriterConnection connection, CommandRequest request) =>
        request.Delivery is { } delivery && connection.FindAnswer(delivery) is { } first ? Recording.Only(first) : null;

    /// <summary>Folded from what is left, because the erased words are still in the one we have.</summary>
    private static HeldIncident Erase(WriterConnection connection, IncidentChange change, ErasedEntry erased)
    {
        var id = change.After.Incident.Id;
        connection.Rows.Erase(id, erased.Number, erased.Before);
        return change.After with { Incident = Incident.Replay(id, connection.Rows.ReadEvents(id)) };
    }

    private HeldIncident Held(WriterConnection connection, StoredVersion stored) =>
        _pending.TryGetValue(stored.Id, out var pending) && pending.IsAt(stored)
            ? pending
            : connection.Rows.Fold(stored, folds.Find(stored.Id));
}
