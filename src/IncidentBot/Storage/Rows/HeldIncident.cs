using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Rows;

/// <summary>An incident with the link of its last event, to which the next one is bound.</summary>
internal sealed record HeldIncident(Incident Incident, byte[] Head)
{
    /// <summary>Whether it is as it is stored. The version alone does not tell: another stream may have got as far.</summary>
    public bool IsAt(StoredVersion stored) => Incident.Version == stored.Version && Head.AsSpan().SequenceEqual(stored.Head);
}
