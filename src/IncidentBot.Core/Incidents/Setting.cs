namespace IncidentBot.Core.Incidents;

/// <summary>What <c>/incident set</c> changes. A duration is recorded as an event of its own kind.</summary>
public enum Setting
{
    Title,
    Zone,
    Layout,
    Severity,
    Duration,
}
