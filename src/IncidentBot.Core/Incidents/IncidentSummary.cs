using NodaTime;

namespace IncidentBot.Core.Incidents;

/// <summary>A line of the list of incidents.</summary>
/// <param name="Entries">How many entries stand (withdrawn ones are not counted).</param>
public sealed record IncidentSummary(
    IncidentId Id, string Title, IncidentState State, ChannelId Channel, Instant OpenedAt, int Entries)
{
    public static IncidentSummary Of(Incident incident) => new(
        incident.Id, incident.Title, incident.State, incident.Channels[0], incident.OpenedAt, incident.StandingEntries);
}
