using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Commands;

/// <summary>What a command comes to: the events to append, what to erase, and the answer.</summary>
/// <param name="Incident">The incident the events belong to; null exactly if there are none.</param>
/// <param name="Events">In order; empty for a question or a refusal.</param>
/// <param name="Erase">The entry whose words are to be erased in the same commit; null if none.</param>
/// <param name="Answer">What is told.</param>
public sealed record Decision(IncidentId? Incident, IReadOnlyList<IncidentEvent> Events, int? Erase, CommandAnswer Answer)
{
    /// <summary>What becomes of the sender's own time zone; null if it stays as it is.</summary>
    public OwnZone? OwnZone { get; init; }

    /// <summary>A decision that records nothing.</summary>
    public static Decision Only(CommandAnswer answer) => new(null, [], null, answer);
}

/// <summary>The time zone that somebody chose, for every room and on every surface.</summary>
/// <param name="Name">Its IANA name; null for none, so that the profile's counts again.</param>
public sealed record OwnZone(string? Name);
