using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>The first line of a draft.</summary>
internal static class DraftTitle
{
    /// <summary><c>Postmortem: title</c>, unless the title says that already.</summary>
    public static string Of(Incident incident) =>
        incident.Title.Contains("postmortem", StringComparison.OrdinalIgnoreCase)
        || incident.Title.Contains("post-mortem", StringComparison.OrdinalIgnoreCase)
            ? incident.Title
            : "Postmortem: " + incident.Title;
}
