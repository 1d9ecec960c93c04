namespace IncidentBot.Slack.Wire.Sockets;

/// <summary>How long a socket waits for what.</summary>
internal sealed record SocketTiming
{
    public static readonly SocketTiming Standard = new();

    /// <summary>For the connection, and again for the greeting after it.</summary>
    public TimeSpan Hello { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For what is on its way over an old socket when a new one takes its place.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For the acknowledgements that an old socket still owes when a new one has taken its place.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The same when the bot stops: shorter than what it has for stopping.</summary>
    public TimeSpan Stop { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>For the other side's part in closing. Slack often leaves it out.</summary>
    public TimeSpan Close { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Between two pings of ours.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>For the answer to one; then the connection is dead although nobody closed it.</summary>
    public TimeSpan Pong { get; init; } = TimeSpan.FromSeconds(8);
}
