using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Discord.Wire.Payloads;

/// <summary>The kinds of messages that people write; all others are notices of Discord's.</summary>
internal static class MessageTypes
{
    public const int Default = 0;
    public const int Reply = 19;
    public const int SlashCommand = 20;
    public const int ThreadStarter = 21;
    public const int MenuCommand = 23;
}

/// <summary>A message. Without the intent for it, the words of others are empty.</summary>
internal sealed record DiscordMessage
{
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>The channel or thread it stands in.</summary>
    public string ChannelId { get; init => field = value ?? ""; } = "";

    /// <summary>Absent in direct messages, and in messages that were asked for.</summary>
    public string? GuildId { get; init; }

    /// <summary>One of <see cref="MessageTypes"/>, or something else.</summary>
    public long Type { get; init; }

    public DiscordUser Author { get; init => field = value ?? new(); } = new();

    /// <summary>The author in the guild, without the user; in messages that were asked for it is absent.</summary>
    public DiscordMember? Member { get; init; }

    /// <summary>Null where an update leaves it out.</summary>
    public string? Content { get; init; }

    /// <summary>See <see cref="WrittenAt"/>.</summary>
    public string? Timestamp { get; init; }

    /// <summary>Null if it was never edited.</summary>
    public string? EditedTimestamp { get; init; }

    public bool Pinned { get; init; }

    public long Flags { get; init; }

    public string? WebhookId { get; init; }

    public string? ApplicationId { get; init; }

    /// <summary>What we said when we made it, to tell our own.</summary>
    public string? Nonce { get; init; }

    public IReadOnlyList<DiscordUser> Mentions { get; init => field = Lists.Whole(value); } = [];

    public IReadOnlyList<string> MentionRoles { get; init => field = Lists.Whole(value); } = [];

    public IReadOnlyList<DiscordAttachment> Attachments { get; init => field = Lists.Whole(value); } = [];

    public IReadOnlyList<JsonElement> Embeds { get; init => field = value ?? []; } = [];

    public IReadOnlyList<MessageReaction> Reactions { get; init => field = Lists.Whole(value); } = [];

    /// <summary>The message it answers or forwards.</summary>
    public MessageReference? MessageReference { get; init; }

    public DiscordMessage? ReferencedMessage { get; init; }

    /// <summary>The thread that was begun at it.</summary>
    public DiscordChannel? Thread { get; init; }

    [JsonIgnore]
    public DateTimeOffset? WrittenAt => Read(Timestamp) ?? Snowflake.Time(Id);

    [JsonIgnore]
    public DateTimeOffset? EditedAt => Read(EditedTimestamp);

    /// <summary>Whether people wrote it, be it with the help of a bot.</summary>
    [JsonIgnore]
    public bool IsSaid => Type is MessageTypes.Default or MessageTypes.Reply or MessageTypes.SlashCommand or MessageTypes.MenuCommand;

    /// <summary>The name people see of who wrote it.</summary>
    [JsonIgnore]
    public string AuthorName => Member?.Nick is { Length: > 0 } nick ? nick : Author.DisplayName;

    private static DateTimeOffset? Read(string? timestamp) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}

internal sealed record MessageReference
{
    public string? MessageId { get; init; }

    public string? ChannelId { get; init; }

    public string? GuildId { get; init; }

    /// <summary>0 an answer, 1 forwarded.</summary>
    public long Type { get; init; }
}

/// <summary>How often a message has a reaction.</summary>
internal sealed record MessageReaction
{
    public long Count { get; init; }

    /// <summary>Whether the bot is among them.</summary>
    public bool Me { get; init; }

    public DiscordEmoji Emoji { get; init => field = value ?? new(); } = new();
}

/// <summary>A file that hangs on a message.</summary>
internal sealed record DiscordAttachment
{
    public string Id { get; init => field = value ?? ""; } = "";

    public string Filename { get; init => field = value ?? ""; } = "";

    /// <summary>The name it had, where Discord changed it.</summary>
    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? ContentType { get; init; }

    public long Size { get; init; }

    /// <summary>Where its bytes are for a day; after that the message has to be asked for again.</summary>
    public string? Url { get; init; }

    public bool Ephemeral { get; init; }
}

/// <summary>Somebody reacted to a message, or took that back.</summary>
internal sealed record DiscordReaction
{
    public string UserId { get; init => field = value ?? ""; } = "";

    public string ChannelId { get; init => field = value ?? ""; } = "";

    public string MessageId { get; init => field = value ?? ""; } = "";

    public string? GuildId { get; init; }

    /// <summary>Who it was, with the user; absent outside guilds and when it was taken back.</summary>
    public DiscordMember? Member { get; init; }

    public DiscordEmoji Emoji { get; init => field = value ?? new(); } = new();

    public string? MessageAuthorId { get; init; }
}

/// <summary>An emoji of Unicode, or one of a guild's own, which has an id.</summary>
internal sealed record DiscordEmoji
{
    public string? Id { get; init; }

    /// <summary>The character itself, or the name of the guild's.</summary>
    public string? Name { get; init; }

    /// <summary>As requests name it.</summary>
    [JsonIgnore]
    public string Text => Id is null ? Name ?? "" : $"{Name ?? "_"}:{Id}";
}
