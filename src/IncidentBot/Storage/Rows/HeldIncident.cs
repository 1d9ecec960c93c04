using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Rows;

/// <summary>An incident with the link of its last event, to which the next one is bound.</summary>
internal sealed record HeldIncident(Incident Incident, byte[] Head)
{
    /// <summary>Whether it is as it is stored. The version alone does not tell: another stream may have got as far.</summary>
    public bool IsAt(StoredVersion stored) => Incident.Version == stored.Version && Head.AsSpan().SequenceEqual(stored.Head);

    /// <summary>
    /// The incident as it is stored, from what came since: a long one is not folded anew because another instance wrote to it.
    /// </summary>
    /// <returns>Null if that does not lead there, for it was another stream, or if words of what we hold were erased.</returns>
    public HeldIncident? Advance(StoredVersion stored, IReadOnlyList<EventRow> since)
    {
        var head = since.Aggregate(Head, (link, row) => EventChain.Link(link, stored.Id, row));
        if (!head.AsSpan().SequenceEqual(stored.Head))
        {
            return null;
        }

        var events = since.Select(row => row.ToRecordedEvent(stored.Id)).ToList();
        return events.Exists(e => e.Event is IncidentEvent.EntryRedacted)
            ? null
            : new HeldIncident(events.Aggregate(Incident, (incident, e) => incident.Apply(e)), head);
    }
}
