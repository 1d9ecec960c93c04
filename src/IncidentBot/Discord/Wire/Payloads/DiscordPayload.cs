using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Discord.Wire.Payloads;

/// <summary>What a delivery is about. Text that is required is empty where Discord left it out, never null.</summary>
internal abstract record DiscordPayload
{
    private DiscordPayload()
    {
    }

    /// <summary>What it is called in logs.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>Somebody used a command, an element of a message or a modal, or is typing an option.</summary>
    public sealed record Interaction(DiscordInteraction Value) : DiscordPayload
    {
        public override string Kind => Value.Kind;
    }

    public sealed record MessageCreated(DiscordMessage Message) : DiscordPayload
    {
        public override string Kind => "message";
    }

    /// <param name="Message">As it is now; older ones may come with a part of their fields only.</param>
    public sealed record MessageUpdated(DiscordMessage Message) : DiscordPayload
    {
        public override string Kind => "message update";
    }

    /// <summary>One message is gone, or several at once.</summary>
    public sealed record MessagesDeleted(string ChannelId, string? GuildId, IReadOnlyList<string> Ids) : DiscordPayload
    {
        public override string Kind => "message deletion";
    }

    /// <param name="IsAdded">False if it was taken back.</param>
    public sealed record Reaction(DiscordReaction Value, bool IsAdded) : DiscordPayload
    {
        public override string Kind => IsAdded ? "reaction" : "reaction taken back";
    }

    /// <summary>All reactions of a message were removed at once, or all of one emoji. Who did it, Discord does not say.</summary>
    public sealed record ReactionsCleared(DiscordReaction Value, bool IsAll) : DiscordPayload
    {
        public override string Kind => "reactions cleared";
    }

    /// <summary>A message was pinned or unpinned; which, Discord does not say.</summary>
    public sealed record PinsChanged(string ChannelId, string? GuildId) : DiscordPayload
    {
        public override string Kind => "pins";
    }

    /// <summary>A thread (a forum's post is one as well) was begun, changed, or the bot was taken into it.</summary>
    public sealed record ThreadChanged(DiscordChannel Thread, bool IsNew) : DiscordPayload
    {
        public override string Kind => "thread";
    }

    /// <summary>A channel or thread is gone.</summary>
    public sealed record ChannelDeleted(DiscordChannel Channel) : DiscordPayload
    {
        public override string Kind => "channel deletion";
    }

    /// <summary>A guild is there: at the start, after an outage, or since the bot was added to it.</summary>
    public sealed record GuildCreated(DiscordGuild Guild) : DiscordPayload
    {
        public override string Kind => "guild";
    }

    /// <summary>The bot was removed from a guild; after an outage (<see cref="DiscordGuild.Unavailable"/>) it comes back.</summary>
    public sealed record GuildDeleted(DiscordGuild Guild) : DiscordPayload
    {
        public override string Kind => Guild.Unavailable ? "guild outage" : "guild removal";
    }

    /// <summary>A session begins: whatever happened before it is not delivered any more.</summary>
    public sealed record Ready(DiscordReady Value) : DiscordPayload
    {
        public override string Kind => "READY";
    }

    /// <summary>A session goes on, and all that was missed has been delivered.</summary>
    public sealed record Resumed : DiscordPayload
    {
        public override string Kind => "RESUMED";
    }

    /// <summary>Nothing that is known here, or nothing that can be read.</summary>
    /// <param name="Type">What it calls itself, as far as that can be read.</param>
    /// <param name="Body">All of it.</param>
    public sealed record Unknown(string Type, JsonElement Body) : DiscordPayload
    {
        public override string Kind => $"unknown {Cut(Type)}".TrimEnd();
    }

    /// <summary>As much of a name as belongs into a log.</summary>
    internal static string Cut(string name) => name.Length > 40 ? name[..40] : name;
}
