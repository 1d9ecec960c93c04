using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Rows;

/// <summary>An incident with the link of its last event, to which the next one is bound.</summary>
internal sealed record HeldIncident(Incident Incident, byte[] Head);
