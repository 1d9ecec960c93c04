using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Rows;

/// <summary>What a command is decided on, as the transaction has read it.</summary>
/// <param name="Current">The channel's incident; null if it never had one.</param>
/// <param name="Next">The id a new incident would get.</param>
/// <param name="OwnZone">The zone that the sender chose; null if none.</param>
/// <param name="Named">The incident that the command names; null if there is none.</param>
internal sealed record Basis(HeldIncident? Current, IncidentId Next, string? OwnZone, HeldIncident? Named)
{
    /// <summary>Whether words were erased since the answer was prepared.</summary>
    public bool RedactedSince { get; init; }

    public ChannelState ToState() => new(Current?.Incident, Next) { OwnZone = OwnZone, Named = Named?.Incident, RedactedSince = RedactedSince };
}
