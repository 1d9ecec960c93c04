namespace IncidentBot.Storage.Integrity;

/// <summary>What a check of the store found.</summary>
/// <param name="Findings">One line each, naming the incident and version where there is one; empty if all is well.</param>
/// <param name="Quarantined">Commands that could not be recorded, kept as they came. They are no damage, but want a look.</param>
internal sealed record IntegrityReport(
    IReadOnlyList<string> Findings, int Incidents, long Events, long Deliveries, IReadOnlyList<QuarantinedCommand> Quarantined);

/// <summary>A row of <c>quarantine</c>.</summary>
internal sealed record QuarantinedCommand
{
    public const string Select =
        """
        SELECT id AS Id, source AS Source, delivery_id AS DeliveryId, channel AS Channel, actor_name AS ActorName,
               received_at AS ReceivedAt, text AS Text, reason AS Reason
        FROM quarantine ORDER BY id
        """;

    public long Id { get; init; }

    public string Source { get; init; } = "";

    public string DeliveryId { get; init; } = "";

    public string Channel { get; init; } = "";

    public string ActorName { get; init; } = "";

    public long ReceivedAt { get; init; }

    public string Text { get; init; } = "";

    public string Reason { get; init; } = "";
}
