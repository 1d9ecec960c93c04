namespace IncidentBot.Slack.Wire.Payloads;

/// <summary>What happened, from inside an <see cref="SlackPayload.EventCallback"/>.</summary>
internal abstract record SlackEvent
{
    private SlackEvent()
    {
    }

    /// <summary>What it is called in logs.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>The bot was mentioned. The same message comes as <see cref="Message"/> too, where the bot reads the channel.</summary>
    public sealed record AppMention(SlackMessage Said) : SlackEvent
    {
        public override string Kind => "app_mention";
    }

    /// <summary>A message, also one in a thread or with files; see <see cref="SlackMessage.Subtype"/>.</summary>
    public sealed record Message(SlackMessage Said) : SlackEvent
    {
        public override string Kind => "message";
    }

    /// <summary>A message was edited. Slack sends this for unfurled links and new threads too: compare the texts.</summary>
    public sealed record MessageChanged(string Channel, SlackMessage Now, SlackMessage? Before, string EventTs) : SlackEvent
    {
        public override string Kind => "message_changed";
    }

    public sealed record MessageDeleted(string Channel, string Ts, SlackMessage? Before, string EventTs) : SlackEvent
    {
        public override string Kind => "message_deleted";
    }

    public sealed record ReactionAdded : SlackEvent
    {
        public override string Kind => "reaction_added";

        public string User { get; init => field = value ?? ""; } = "";

        /// <summary>The name of the emoji, without colons, perhaps with a skin tone after <c>::</c>.</summary>
        public string Reaction { get; init => field = value ?? ""; } = "";

        public SlackItem Item { get; init => field = value ?? new(); } = new();

        /// <summary>Who wrote the message; absent for those of integrations.</summary>
        public string? ItemUser { get; init; }

        public string EventTs { get; init => field = value ?? ""; } = "";
    }

    public sealed record ReactionRemoved : SlackEvent
    {
        public override string Kind => "reaction_removed";

        public string User { get; init => field = value ?? ""; } = "";

        public string Reaction { get; init => field = value ?? ""; } = "";

        public SlackItem Item { get; init => field = value ?? new(); } = new();

        public string? ItemUser { get; init; }

        public string EventTs { get; init => field = value ?? ""; } = "";
    }

    public sealed record PinAdded : SlackEvent
    {
        public override string Kind => "pin_added";

        public string User { get; init => field = value ?? ""; } = "";

        public string ChannelId { get; init => field = value ?? ""; } = "";

        public SlackItem Item { get; init => field = value ?? new(); } = new();

        public string EventTs { get; init => field = value ?? ""; } = "";
    }

    public sealed record PinRemoved : SlackEvent
    {
        public override string Kind => "pin_removed";

        public string User { get; init => field = value ?? ""; } = "";

        public string ChannelId { get; init => field = value ?? ""; } = "";

        public SlackItem Item { get; init => field = value ?? new(); } = new();

        public string EventTs { get; init => field = value ?? ""; } = "";
    }

    /// <summary>Somebody opened the App Home.</summary>
    public sealed record AppHomeOpened : SlackEvent
    {
        public override string Kind => "app_home_opened";

        public string User { get; init => field = value ?? ""; } = "";

        public string? Channel { get; init; }

        /// <summary><c>home</c> or <c>messages</c>.</summary>
        public string? Tab { get; init; }

        public SlackView? View { get; init; }
    }

    /// <summary>Tokens were taken back. Those of the bot are named only if it is among them.</summary>
    public sealed record TokensRevoked : SlackEvent
    {
        public override string Kind => "tokens_revoked";

        public RevokedTokens Tokens { get; init => field = value ?? new(); } = new();
    }

    /// <summary>Nothing that is known here, or nothing that can be read.</summary>
    public sealed record Unknown(string Type) : SlackEvent
    {
        public override string Kind => $"unknown event {SlackPayload.Cut(Type)}".TrimEnd();
    }
}
