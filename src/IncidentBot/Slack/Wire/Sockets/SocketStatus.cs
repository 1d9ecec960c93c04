namespace IncidentBot.Slack.Wire.Sockets;

internal enum SocketState
{
    Stopped,
    Opening,

    /// <summary>Open, and not greeted yet: nothing is delivered.</summary>
    WaitingHello,
    Ready,

    /// <summary>Another one is being opened in its place; until then it works.</summary>
    Draining,
}

/// <summary>How one socket stands, in a state and in words.</summary>
internal sealed class SocketStatus(Action changed)
{
    private volatile Reading _reading = new(SocketState.Stopped, "not connected yet");

    public SocketState State => _reading.State;

    public string Text => _reading.Text;

    public bool IsConnected => State is SocketState.Ready or SocketState.Draining;

    public void Set(SocketState state, string text)
    {
        _reading = new Reading(state, text);
        changed();
    }

    private sealed record Reading(SocketState State, string Text);
}
