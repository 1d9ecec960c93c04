namespace IncidentBot.Slack.Wire.Sockets;

/// <summary>Why Slack ends a connection. Any other reason means that a fresh one is due.</summary>
internal static class DisconnectReasons
{
    public const string LinkDisabled = "link_disabled";
    public const string TooMany = "too_many_websockets";

    /// <summary>Whether a new connection may be opened at once, beside the old one.</summary>
    public static bool IsRefresh(string reason) => reason is not (LinkDisabled or TooMany);

    public static string Text(string reason) => reason switch
    {
        LinkDisabled => "Socket Mode is switched off in the app's settings at Slack: switch it on again",
        TooMany => "too many connections of this app are open: stop other copies of the bot, or set Slack:Connections lower",
        _ => "Slack ends the connection",
    };
}
