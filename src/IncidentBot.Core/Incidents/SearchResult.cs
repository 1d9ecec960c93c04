namespace IncidentBot.Core.Incidents;

/// <summary>What was found.</summary>
/// <param name="Hits">The first of them, up to the limit asked for.</param>
/// <param name="Total">How many there are; counted no further than <see cref="MostCounted"/>.</param>
/// <param name="Searched">How many incidents could be searched; fewer than there are while an index is being made.</param>
/// <param name="Incidents">How many incidents there are.</param>
public sealed record SearchResult(IReadOnlyList<SearchHit> Hits, int Total, int Searched, int Incidents)
{
    /// <summary>Nobody reads further, and counting millions takes its time.</summary>
    public const int MostCounted = 1000;
}

/// <summary>An entry, or a title, that says what was looked for.</summary>
/// <param name="Title">The title of its incident.</param>
/// <param name="Zone">The IANA zone in which its incident is shown.</param>
/// <param name="Entry">The entry's number; null if it is the title that was found.</param>
/// <param name="Kind">What the entry is; null for a title.</param>
/// <param name="When">When it happened; null for a title or a write-up item.</param>
/// <param name="Text">The label, address and text of the entry, or the title.</param>
public sealed record SearchHit(IncidentId Incident, string Title, string Zone, int? Entry, EntryKind? Kind, Moment? When, string Text);
