using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Core.Commands;

/// <summary>What is told about a command. Kept with the delivery, so that a repeat gets the very same.</summary>
/// <param name="Recorded">Whether anything was recorded. What records nothing is shown only to its sender.</param>
/// <param name="Incident">The incident it was about, if any.</param>
/// <param name="Entry">The entry it recorded or changed; null for <c>open</c>, <c>close</c>, <c>set</c>.</param>
/// <param name="Kind">The verb of what was recorded; null if nothing was.</param>
/// <param name="OccurredAt">When the moment happened; null for everything that is no moment.</param>
/// <param name="RecordedAt">When it reached us; null if nothing was recorded.</param>
/// <param name="Reply">Plain text for people. Each surface escapes it for where it goes.</param>
public sealed record CommandAnswer(
    bool Recorded, IncidentId? Incident, int? Entry, string? Kind, Instant? OccurredAt, Instant? RecordedAt, string Reply)
{
    /// <summary>An answer that records nothing.</summary>
    public static CommandAnswer Only(string reply, IncidentId? incident = null) =>
        new(false, incident, null, null, null, null, reply);
}
