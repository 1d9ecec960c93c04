namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>How far a session of the gateway has been dealt with: enough to go on with it after a restart.</summary>
/// <param name="Shards">How many there are in all: with another number the session is of no use.</param>
/// <param name="Sequence">Of the last event dealt with, and everything before it as well.</param>
internal sealed record GatewayPosition(int Shard, int Shards, string SessionId, string ResumeUrl, long Sequence);

/// <summary>Where one event stands in its session.</summary>
internal sealed class GatewayPlace(GatewayProgress progress, long sequence)
{
    public int Shard => progress.Shard;

    public string SessionId => progress.SessionId;

    public long Sequence => sequence;

    /// <summary>
    /// How far the session is dealt with once this event is stored: to be saved in the transaction that stores it. Events
    /// before it that are still in work hold it back. A position saved may be replaced by a later one of its session only.
    /// </summary>
    public GatewayPosition PositionWithThis => progress.PositionWith(sequence);

    /// <summary>The event is dealt with.</summary>
    public void End() => progress.End(sequence);
}
