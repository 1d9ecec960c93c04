using IncidentBot.Core.Incidents;

namespace IncidentBot.Web.Api;

/// <summary>An entry, or a title, in which all words were found.</summary>
/// <param name="Entry">Null if they were found in the title.</param>
/// <param name="Text">The label, address and text of the entry, or the title.</param>
internal sealed record SearchMatch(
    string Incident, string Title, int? Entry, string? Kind, string Text, DateTime? OccurredAt, DateTime? EndsAt, string Zone)
{
    public static SearchMatch Of(SearchHit hit) => new(
        hit.Incident.ToString(), hit.Title, hit.Entry, hit.Kind?.Verb(), hit.Text,
        hit.When?.OccurredAt.ToDateTimeUtc(), hit.When?.EndsAt?.ToDateTimeUtc(), hit.Zone);
}

/// <summary>What was found, newest first.</summary>
/// <param name="Total">How many matches there are; counting ends at 1000.</param>
/// <param name="Searched">How many incidents could be searched; fewer than there are while the index is being made.</param>
/// <param name="Incidents">How many incidents there are.</param>
internal sealed record SearchPage(IReadOnlyList<SearchMatch> Items, int Total, int Searched, int Incidents);
