namespace IncidentBot.Web.Api;

/// <summary>An incident as <see cref="Core.Drafts.IncidentJson"/> writes it; only described here, for OpenAPI.</summary>
internal sealed record IncidentDescription(
    string Id, string Title, string State, string Channel, DateTime OpenedAt, string Zone, string? Layout,
    IReadOnlyList<EntryDescription> Entries);

/// <summary>An entry as it stands, and what it said before.</summary>
internal sealed record EntryDescription(
    int Number, string Kind, string Text, DateTime? OccurredAt, DateTime? EndsAt, DateTime RecordedAt, string Author,
    bool Withdrawn, IReadOnlyList<object> History);
