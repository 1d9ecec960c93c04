using System.Text.Json.Serialization;

namespace IncidentBot.Slack.Wire.Payloads;

/// <summary>A person, channel or team that a payload names.</summary>
internal sealed record SlackReference
{
    public string Id { get; init => field = value ?? ""; } = "";

    public string? Name { get; init; }

    public string? Username { get; init; }

    /// <summary>What somebody is called, as far as the payload says it.</summary>
    [JsonIgnore]
    public string? Called => Username ?? Name;
}

/// <summary>In whose name an event was sent.</summary>
internal sealed record SlackAuthorization
{
    public string? UserId { get; init; }

    public bool IsBot { get; init; }
}

/// <summary>What was reacted to or pinned.</summary>
internal sealed record SlackItem
{
    /// <summary><c>message</c>, or something that is none, such as <c>file</c>.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    public string? Channel { get; init; }

    public string? Ts { get; init; }

    public SlackMessage? Message { get; init; }

    /// <summary>Who pinned it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When, in seconds since 1970; zero if that is not said.</summary>
    public long Created { get; init; }
}

/// <summary>Where an element was that somebody used.</summary>
internal sealed record SlackContainer
{
    public string Type { get; init => field = value ?? ""; } = "";

    public string? MessageTs { get; init; }

    public string? ThreadTs { get; init; }

    public string? ChannelId { get; init; }

    public string? ViewId { get; init; }

    public bool IsEphemeral { get; init; }
}

/// <summary>An element that somebody used.</summary>
internal sealed record SlackAction
{
    public string ActionId { get; init => field = value ?? ""; } = "";

    public string BlockId { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public string? Value { get; init; }

    public SlackChoice? SelectedOption { get; init; }

    public string? ActionTs { get; init; }
}

/// <summary>What was chosen from a menu.</summary>
internal sealed record SlackChoice
{
    public string? Value { get; init; }
}

/// <summary>The ids of those whose tokens were taken back.</summary>
internal sealed record RevokedTokens
{
    public IReadOnlyList<string> Oauth { get; init => field = Lists.Whole(value); } = [];

    public IReadOnlyList<string> Bot { get; init => field = Lists.Whole(value); } = [];
}

/// <summary>A file that hangs on a message.</summary>
internal sealed record SlackFile
{
    public string Id { get; init => field = value ?? ""; } = "";

    public string? Name { get; init; }

    public string? Title { get; init; }

    public string? Mimetype { get; init; }

    public long Size { get; init; }

    /// <summary>Where its bytes are, for who carries the bot token; absent where Slack hides them.</summary>
    public string? UrlPrivateDownload { get; init; }

    public string? UrlPrivate { get; init; }

    /// <summary><c>tombstone</c> and <c>hidden_by_limit</c> have no bytes.</summary>
    public string? Mode { get; init; }
}
