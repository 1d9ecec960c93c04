namespace IncidentBot.Discord.Wire.Gateway;

internal enum ShardState
{
    Stopped,
    Connecting,

    /// <summary>Open, and the session is being begun or gone on with: nothing new is delivered.</summary>
    Greeting,
    Ready,
}

/// <summary>How one shard stands, in a state and in words.</summary>
internal sealed class ShardStatus(int shard, Action changed)
{
    private volatile Reading _reading = new(ShardState.Stopped, "not connected yet");

    public int Shard => shard;

    public ShardState State => _reading.State;

    public string Text => _reading.Text;

    public bool IsConnected => State == ShardState.Ready;

    public void Set(ShardState state, string text)
    {
        _reading = new Reading(state, text);
        changed();
    }

    private sealed record Reading(ShardState State, string Text);
}
