using IncidentBot.Core.Incidents;

namespace IncidentBot.Web.Api;

/// <summary>A line of the list of incidents.</summary>
internal sealed record IncidentLine(string Id, string Title, string State, string Channel, DateTime OpenedAt, int Entries)
{
    public static IncidentLine Of(IncidentSummary incident) => new(
        incident.Id.ToString(), incident.Title, incident.State.ToString().ToLowerInvariant(), incident.Channel.Value,
        incident.OpenedAt.ToDateTimeUtc(), incident.Entries);
}

/// <summary>A page of the list, newest first.</summary>
/// <param name="Next">What to send as <c>before</c> for the page after this one; null at the end.</param>
internal sealed record IncidentPage(IReadOnlyList<IncidentLine> Items, string? Next);
