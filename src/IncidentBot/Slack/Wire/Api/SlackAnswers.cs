using System.Text.Json.Serialization;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Wire.Api;

/// <summary>Nothing more than that it was done.</summary>
internal sealed record Done;

/// <summary>Who the bot is.</summary>
internal sealed record SlackIdentity
{
    public string UserId { get; init => field = value ?? ""; } = "";

    public string? BotId { get; init; }

    public string TeamId { get; init => field = value ?? ""; } = "";

    public string? Team { get; init; }

    /// <summary>The address of the workspace, which links to messages begin with.</summary>
    public string? Url { get; init; }

    /// <summary>Null where Slack does not name them.</summary>
    [JsonIgnore]
    public IReadOnlyList<string>? Scopes { get; init; }

    [JsonIgnore]
    public DateTimeOffset? ServerTime { get; init; }
}

/// <summary>Where a socket may be opened, once.</summary>
internal sealed record OpenedConnection
{
    public string Url { get; init => field = value ?? ""; } = "";
}

/// <summary>A message that stands in a channel now.</summary>
internal sealed record PostedMessage
{
    public string Channel { get; init => field = value ?? ""; } = "";

    public string Ts { get; init => field = value ?? ""; } = "";
}

internal sealed record PostedEphemeral
{
    public string MessageTs { get; init => field = value ?? ""; } = "";
}

/// <summary>Some messages, and where the next are.</summary>
internal sealed record MessagePage
{
    public IReadOnlyList<SlackMessage> Messages { get; init => field = Lists.Whole(value); } = [];

    public SlackPaging? ResponseMetadata { get; init; }

    /// <summary>Null on the last page.</summary>
    [JsonIgnore]
    public string? Next => ResponseMetadata?.NextCursor is { Length: > 0 } cursor ? cursor : null;
}

internal sealed record SlackPaging
{
    public string? NextCursor { get; init; }
}

internal sealed record PinList
{
    public IReadOnlyList<SlackItem> Items { get; init => field = Lists.Whole(value); } = [];
}

/// <summary>The message with its reactions; null for files.</summary>
internal sealed record MessageReactions
{
    public SlackMessage? Message { get; init; }
}

internal sealed record OpenedView
{
    public SlackView? View { get; init; }
}

internal sealed record OpenedChannel
{
    public SlackReference? Channel { get; init; }
}

internal sealed record UserAnswer
{
    public SlackProfile? User { get; init; }
}

/// <summary>A person. Bots and people who left lack a time zone.</summary>
internal sealed record SlackProfile
{
    public string Id { get; init => field = value ?? ""; } = "";

    public string? Name { get; init; }

    public string? RealName { get; init; }

    /// <summary>An IANA zone.</summary>
    public string? Tz { get; init; }

    public string? Locale { get; init; }

    public bool IsBot { get; init; }

    public bool Deleted { get; init; }

    public SlackNames? Profile { get; init; }

    /// <summary>The name people see.</summary>
    [JsonIgnore]
    public string DisplayName =>
        new[] { Profile?.DisplayName, Profile?.RealName, RealName, Name }.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name)) ?? Id;
}

internal sealed record SlackNames
{
    public string? DisplayName { get; init; }

    public string? RealName { get; init; }
}

internal sealed record ChannelAnswer
{
    public SlackChannel? Channel { get; init; }
}

internal sealed record SlackChannel
{
    public string Id { get; init => field = value ?? ""; } = "";

    public string? Name { get; init; }

    public bool IsArchived { get; init; }

    public bool IsMember { get; init; }

    public bool IsIm { get; init; }

    public bool IsPrivate { get; init; }
}

/// <summary>Where a file's bytes are to be sent.</summary>
internal sealed record UploadAddress
{
    public string UploadUrl { get; init => field = value ?? ""; } = "";

    public string FileId { get; init => field = value ?? ""; } = "";
}
