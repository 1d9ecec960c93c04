using System.Globalization;
using System.Text.Json.Serialization;

namespace IncidentBot.Discord.Wire.Payloads;

internal sealed record DiscordUser
{
    public string Id { get; init => field = value ?? ""; } = "";

    public string Username { get; init => field = value ?? ""; } = "";

    public string? GlobalName { get; init; }

    public bool Bot { get; init; }

    public bool System { get; init; }

    /// <summary>In messages: the author of the mention in the guild, without the user.</summary>
    public DiscordMember? Member { get; init; }

    /// <summary>The name people see where there is no nickname.</summary>
    [JsonIgnore]
    public string DisplayName => GlobalName is { Length: > 0 } name ? name : Username.Length > 0 ? Username : Id;
}

/// <summary>A person in a guild.</summary>
internal sealed record DiscordMember
{
    /// <summary>Absent where the user stands beside it.</summary>
    public DiscordUser? User { get; init; }

    public string? Nick { get; init; }

    public IReadOnlyList<string> Roles { get; init => field = Lists.Whole(value); } = [];

    /// <summary>In interactions only; see <see cref="DiscordPermissions"/>.</summary>
    public string? Permissions { get; init; }
}

internal sealed record DiscordRole
{
    public string Id { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";
}

internal sealed record DiscordGuild
{
    public string Id { get; init => field = value ?? ""; } = "";

    public string? Name { get; init; }

    /// <summary>An outage: it comes back.</summary>
    public bool Unavailable { get; init; }

    public string? PreferredLocale { get; init; }
}

/// <summary>The kinds of channels that matter here.</summary>
internal static class ChannelTypes
{
    public const int Text = 0;
    public const int Direct = 1;
    public const int Announcement = 5;
    public const int AnnouncementThread = 10;
    public const int PublicThread = 11;
    public const int PrivateThread = 12;
    public const int Forum = 15;
}

/// <summary>A channel or a thread.</summary>
internal sealed record DiscordChannel
{
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>One of <see cref="ChannelTypes"/>, or something else.</summary>
    public long Type { get; init; }

    public string? Name { get; init; }

    public string? GuildId { get; init; }

    /// <summary>Of a thread the channel it was begun in.</summary>
    public string? ParentId { get; init; }

    public string? OwnerId { get; init; }

    public string? LastMessageId { get; init; }

    public ThreadState? ThreadMetadata { get; init; }

    /// <summary>What who asked may do there, in interactions only.</summary>
    public string? Permissions { get; init; }

    [JsonIgnore]
    public bool IsThread => Type is ChannelTypes.AnnouncementThread or ChannelTypes.PublicThread or ChannelTypes.PrivateThread;
}

internal sealed record ThreadState
{
    public bool Archived { get; init; }

    public bool Locked { get; init; }
}

/// <summary>How a session begins.</summary>
internal sealed record DiscordReady
{
    /// <summary>The bot itself.</summary>
    public DiscordUser User { get; init => field = value ?? new(); } = new();

    public string SessionId { get; init => field = value ?? ""; } = "";

    public string? ResumeGatewayUrl { get; init; }

    public IReadOnlyList<DiscordGuild> Guilds { get; init => field = Lists.Whole(value); } = [];

    public DiscordApplication? Application { get; init; }
}

/// <summary>The app that the bot belongs to.</summary>
internal sealed record DiscordApplication
{
    private const long MessageContent = 1 << 18;
    private const long MessageContentLimited = 1 << 19;

    public string Id { get; init => field = value ?? ""; } = "";

    public string? Name { get; init; }

    public long Flags { get; init; }

    /// <summary>What requests of Discord are verified with.</summary>
    public string? VerifyKey { get; init; }

    /// <summary>While it is set, interactions come as requests and not through the gateway.</summary>
    public string? InteractionsEndpointUrl { get; init; }

    /// <summary>Whether the switch for message content is on.</summary>
    [JsonIgnore]
    public bool MayReadMessages => (Flags & (MessageContent | MessageContentLimited)) != 0;
}

/// <summary>What somebody may do in a channel.</summary>
[Flags]
internal enum DiscordPermissions : ulong
{
    None = 0,
    Administrator = 1UL << 3,
    AddReactions = 1UL << 6,
    ViewChannel = 1UL << 10,
    SendMessages = 1UL << 11,
    EmbedLinks = 1UL << 14,
    AttachFiles = 1UL << 15,
    ReadMessageHistory = 1UL << 16,
    ManageThreads = 1UL << 34,
    CreatePublicThreads = 1UL << 35,
    SendMessagesInThreads = 1UL << 38,
    PinMessages = 1UL << 51,
}

internal static class Permissions
{
    /// <summary>What a number in text stands for; null if it is absent or none.</summary>
    public static DiscordPermissions? Read(string? text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? (DiscordPermissions)bits : null;

    public static bool Has(this DiscordPermissions all, DiscordPermissions wanted) =>
        (all & DiscordPermissions.Administrator) != 0 || (all & wanted) == wanted;
}
