using System.Text.Json;

namespace IncidentBot.Slack.Wire.Payloads;

/// <summary>A message, wherever it stands: in an event, a shortcut, a pin or the history.</summary>
internal sealed record SlackMessage
{
    /// <summary>What kind of message it is; null for what people write.</summary>
    public string? Subtype { get; init; }

    /// <summary>Absent in the history and inside other messages.</summary>
    public string? Channel { get; init; }

    /// <summary>Absent for some integrations.</summary>
    public string? User { get; init; }

    /// <summary>Set if a bot wrote it.</summary>
    public string? BotId { get; init; }

    public string? AppId { get; init; }

    public string? Username { get; init; }

    /// <summary>As Slack escapes it.</summary>
    public string Text { get; init => field = value ?? ""; } = "";

    /// <summary>Seconds and microseconds as text: with the channel the id of the message, never a number.</summary>
    public string Ts { get; init => field = value ?? ""; } = "";

    /// <summary>The message its thread began with; null outside threads.</summary>
    public string? ThreadTs { get; init; }

    public string? EventTs { get; init; }

    public string? DeletedTs { get; init; }

    public SlackEdit? Edited { get; init; }

    public IReadOnlyList<SlackFile> Files { get; init => field = Lists.Whole(value); } = [];

    public IReadOnlyList<SlackReactionCount> Reactions { get; init => field = Lists.Whole(value); } = [];

    public SlackMetadata? Metadata { get; init; }

    /// <summary>How it reads after a change.</summary>
    public SlackMessage? Message { get; init; }

    /// <summary>How it read before a change or its deletion.</summary>
    public SlackMessage? PreviousMessage { get; init; }

    /// <summary>Answers in its thread, where it began one.</summary>
    public long ReplyCount { get; init; }

    /// <summary>The last answer in its thread, where it began one.</summary>
    public string? LatestReply { get; init; }

    /// <summary>How many channels it is pinned in is of no interest; that it is, may be.</summary>
    public IReadOnlyList<string> PinnedTo { get; init => field = Lists.Whole(value); } = [];
}

/// <summary>Who edited a message last, and when.</summary>
internal sealed record SlackEdit
{
    public string? User { get; init; }

    public string? Ts { get; init; }
}

/// <summary>An emoji under a message, and who put it there (not always all of them).</summary>
internal sealed record SlackReactionCount
{
    public string Name { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string> Users { get; init => field = Lists.Whole(value); } = [];

    public long Count { get; init; }
}

/// <summary>What an app has hung on a message for itself.</summary>
internal sealed record SlackMetadata
{
    public string? EventType { get; init; }

    public JsonElement EventPayload { get; init; }
}
