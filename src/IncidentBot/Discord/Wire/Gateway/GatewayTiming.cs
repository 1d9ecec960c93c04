namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>How long the gateway is waited for, and with what.</summary>
internal sealed record GatewayTiming
{
    public static readonly GatewayTiming Standard = new();

    /// <summary>For the connection, and again for the greeting after it.</summary>
    public TimeSpan Hello { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For the begin of a session; while events of an old one come, it begins anew.</summary>
    public TimeSpan Ready { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection has to hold before the failures before it are forgiven.</summary>
    public TimeSpan Steady { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long it has to hold before a new one that Discord asks for is none of the failures.</summary>
    public TimeSpan Sound { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the other side's part in closing.</summary>
    public TimeSpan Close { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For what is in work when the bot stops.</summary>
    public TimeSpan Stop { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Between two times that it is saved how far a session is, where nothing else is stored.</summary>
    public TimeSpan Save { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two new sessions; Discord takes one in five seconds.</summary>
    public TimeSpan Identify { get; init; } = TimeSpan.FromSeconds(5.5);

    /// <summary>Between two pings of ours, and for the answer to one: a second guard beside the heartbeat.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(30);
}
