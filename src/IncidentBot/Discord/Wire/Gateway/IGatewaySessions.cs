namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>Where sessions of the gateway outlive the process, so that a restart goes on with them instead of beginning anew.</summary>
internal interface IGatewaySessions
{
    /// <summary>Null if there is none, or if the store cannot be read now.</summary>
    Task<GatewayPosition?> ReadAsync(int shard, CancellationToken ct);

    /// <summary>
    /// Saves how far a session is, for events that nothing is stored of; those that something is stored of save it in the same
    /// transaction. Within a session it never goes back. It fails silently: then more is delivered again.
    /// </summary>
    Task SaveAsync(GatewayPosition position, CancellationToken ct);

    /// <summary>The session is of no use any more.</summary>
    Task ForgetAsync(int shard, CancellationToken ct);

    /// <summary>What is left of our own allowance of new sessions; null if none was ever begun.</summary>
    Task<IdentifyAllowance?> ReadAllowanceAsync(CancellationToken ct);

    Task SaveAllowanceAsync(IdentifyAllowance allowance, CancellationToken ct);
}

/// <summary>How many new sessions may still be begun, as of a time. Discord resets the token of a bot that begins a thousand a day.</summary>
internal sealed record IdentifyAllowance(double Left, DateTimeOffset At);
