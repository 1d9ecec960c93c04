namespace IncidentBot.Slack.Wire.Api;

/// <summary>A method of the Web API, and how it may be called.</summary>
/// <param name="PerMinute">How often Slack takes it; 0 where it does not say.</param>
/// <param name="IsSafe">Whether a second call after an unknown outcome does no harm.</param>
internal sealed record SlackMethod(string Name, int PerMinute, bool IsSafe)
{
    private const int Tier2 = 20;
    private const int Tier3 = 50;
    private const int Tier4 = 100;

    public static readonly SlackMethod AuthTest = new("auth.test", 0, true);
    public static readonly SlackMethod ConnectionsOpen = new("apps.connections.open", 0, true) { TakesAppToken = true };
    public static readonly SlackMethod PostMessage = new("chat.postMessage", 0, false) { IsPerChannel = true };
    public static readonly SlackMethod PostEphemeral = new("chat.postEphemeral", Tier4, false);
    public static readonly SlackMethod UpdateMessage = new("chat.update", Tier3, true);
    public static readonly SlackMethod DeleteMessage = new("chat.delete", Tier3, true);
    public static readonly SlackMethod AddPin = new("pins.add", Tier2, true);
    public static readonly SlackMethod RemovePin = new("pins.remove", Tier2, true);
    public static readonly SlackMethod ListPins = new("pins.list", Tier2, true);
    public static readonly SlackMethod AddReaction = new("reactions.add", Tier3, true);
    public static readonly SlackMethod RemoveReaction = new("reactions.remove", Tier2, true);
    public static readonly SlackMethod GetReactions = new("reactions.get", Tier3, true);
    public static readonly SlackMethod OpenView = new("views.open", Tier4, false);
    public static readonly SlackMethod UpdateView = new("views.update", Tier4, true);
    public static readonly SlackMethod PublishView = new("views.publish", Tier4, true);
    public static readonly SlackMethod UserInfo = new("users.info", Tier4, true);
    public static readonly SlackMethod ChannelInfo = new("conversations.info", Tier3, true);
    public static readonly SlackMethod ChannelHistory = new("conversations.history", Tier3, true);
    public static readonly SlackMethod ThreadReplies = new("conversations.replies", Tier3, true);
    public static readonly SlackMethod OpenChannel = new("conversations.open", Tier3, true);
    public static readonly SlackMethod UploadAddress = new("files.getUploadURLExternal", Tier4, true);
    public static readonly SlackMethod CompleteUpload = new("files.completeUploadExternal", Tier4, false);

    /// <summary>Whether the limit is one call a second for each channel, and calls to a channel keep their order.</summary>
    public bool IsPerChannel { get; init; }

    public bool TakesAppToken { get; init; }
}
