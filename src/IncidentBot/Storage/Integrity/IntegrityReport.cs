namespace IncidentBot.Storage.Integrity;

/// <summary>What a check of the store found.</summary>
/// <param name="Findings">One line each, naming the incident and version where there is one; empty if all is well.</param>
internal sealed record IntegrityReport(IReadOnlyList<string> Findings, int Incidents, long Events, long Deliveries);
