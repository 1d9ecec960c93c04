using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Slack.Wire.Payloads;

/// <summary>What a delivery is about. Text that is required is empty where Slack left it out, never null.</summary>
internal abstract record SlackPayload
{
    private SlackPayload()
    {
    }

    /// <summary>What it is called in logs.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>Somebody typed a command.</summary>
    public sealed record SlashCommand : SlackPayload
    {
        public override string Kind => "slash command";

        public string TeamId { get; init => field = value ?? ""; } = "";

        public string? EnterpriseId { get; init; }

        public string ChannelId { get; init => field = value ?? ""; } = "";

        public string? ChannelName { get; init; }

        public string UserId { get; init => field = value ?? ""; } = "";

        /// <summary>Deprecated by Slack, and good enough until the profile is known.</summary>
        public string? UserName { get; init; }

        /// <summary>With its slash.</summary>
        public string Command { get; init => field = value ?? ""; } = "";

        /// <summary>All after the first blank; mentions and <c>&amp; &lt; &gt;</c> are escaped as in messages.</summary>
        public string Text { get; init => field = value ?? ""; } = "";

        public string? ResponseUrl { get; init; }

        public string? TriggerId { get; init; }
    }

    /// <summary>A shortcut chosen from a message's menu.</summary>
    public sealed record MessageAction : SlackPayload
    {
        public override string Kind => "message shortcut";

        public string CallbackId { get; init => field = value ?? ""; } = "";

        public string? TriggerId { get; init; }

        public string? ResponseUrl { get; init; }

        public string MessageTs { get; init => field = value ?? ""; } = "";

        public SlackReference? Team { get; init; }

        public SlackReference Channel { get; init => field = value ?? new(); } = new();

        public SlackReference User { get; init => field = value ?? new(); } = new();

        public SlackMessage Message { get; init => field = value ?? new(); } = new();
    }

    /// <summary>A shortcut chosen from the menu of the composer; it has no channel.</summary>
    public sealed record GlobalShortcut : SlackPayload
    {
        public override string Kind => "global shortcut";

        public string CallbackId { get; init => field = value ?? ""; } = "";

        public string? TriggerId { get; init; }

        public SlackReference? Team { get; init; }

        public SlackReference User { get; init => field = value ?? new(); } = new();
    }

    /// <summary>Somebody used a button, a menu or another element.</summary>
    public sealed record BlockActions : SlackPayload
    {
        public override string Kind => "block actions";

        public string? TriggerId { get; init; }

        /// <summary>For messages only.</summary>
        public string? ResponseUrl { get; init; }

        public SlackReference? Team { get; init; }

        public SlackReference? Channel { get; init; }

        public SlackReference User { get; init => field = value ?? new(); } = new();

        public SlackContainer Container { get; init => field = value ?? new(); } = new();

        public SlackMessage? Message { get; init; }

        public SlackView? View { get; init; }

        public IReadOnlyList<SlackAction> Actions { get; init => field = Lists.Whole(value); } = [];
    }

    /// <summary>Somebody sent a modal.</summary>
    public sealed record ViewSubmission : SlackPayload
    {
        public override string Kind => "view submission";

        public string? TriggerId { get; init; }

        public SlackReference? Team { get; init; }

        public SlackReference User { get; init => field = value ?? new(); } = new();

        public SlackView View { get; init => field = value ?? new(); } = new();
    }

    /// <summary>Somebody closed a modal without sending it.</summary>
    public sealed record ViewClosed : SlackPayload
    {
        public override string Kind => "view closed";

        public SlackReference? Team { get; init; }

        public SlackReference User { get; init => field = value ?? new(); } = new();

        public SlackView View { get; init => field = value ?? new(); } = new();

        public bool IsCleared { get; init; }
    }

    /// <summary>Something happened that the app has subscribed to.</summary>
    public sealed record EventCallback : SlackPayload
    {
        public override string Kind => Event.Kind;

        public string TeamId { get; init => field = value ?? ""; } = "";

        public string? EventId { get; init; }

        /// <summary>Seconds since 1970.</summary>
        public long EventTime { get; init; }

        public IReadOnlyList<SlackAuthorization> Authorizations { get; init => field = Lists.Whole(value); } = [];

        [JsonIgnore]
        public SlackEvent Event { get; init; } = new SlackEvent.Unknown("");

        /// <summary>The user the bot is in this workspace, where Slack says so.</summary>
        [JsonIgnore]
        public string? BotUserId => Authorizations.FirstOrDefault(authorization => authorization.IsBot)?.UserId;
    }

    /// <summary>Nothing that is known here, or nothing that can be read. It is acknowledged all the same.</summary>
    /// <param name="Type">What it calls itself, as far as that can be read.</param>
    /// <param name="Body">All of it.</param>
    public sealed record Unknown(string Type, JsonElement Body) : SlackPayload
    {
        public override string Kind => $"unknown {Cut(Type)}".TrimEnd();
    }

    /// <summary>As much of a name as belongs into a log.</summary>
    internal static string Cut(string name) => name.Length > 40 ? name[..40] : name;
}
