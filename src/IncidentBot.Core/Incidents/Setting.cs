namespace IncidentBot.Core.Incidents;

/// <summary>What <c>/incident set</c> changes, apart from the duration, which is an event of its own.</summary>
public enum Setting
{
    Title,
    Zone,
    Layout,
    Severity,
    Duration,
}
