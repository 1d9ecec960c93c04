using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Wire.Api;

/// <summary>Nothing more than that it was done.</summary>
internal sealed record Done;

/// <summary>The bytes of a file.</summary>
internal sealed record DownloadedFile(byte[] Content);

/// <summary>Where the gateway is, and how many sessions may still be begun.</summary>
internal sealed record GatewayAddress
{
    public string Url { get; init => field = value ?? ""; } = "";

    public long Shards { get; init; }

    public SessionStartLimit SessionStartLimit { get; init => field = value ?? new(); } = new();
}

internal sealed record SessionStartLimit
{
    public long Total { get; init; } = 1000;

    public long Remaining { get; init; } = 1000;

    /// <summary>Milliseconds until it is full again.</summary>
    public long ResetAfter { get; init; }

    /// <summary>How many shards may begin a session within five seconds.</summary>
    public long MaxConcurrency { get; init; } = 1;
}

/// <summary>Pinned messages, newest first.</summary>
internal sealed record PinPage
{
    public IReadOnlyList<PinnedMessage> Items { get; init => field = Lists.Whole(value); } = [];

    public bool HasMore { get; init; }
}

internal sealed record PinnedMessage
{
    public string? PinnedAt { get; init; }

    public DiscordMessage Message { get; init => field = value ?? new(); } = new();
}

/// <summary>A command as Discord has it.</summary>
internal sealed record RegisteredCommand
{
    public string Id { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>One of <see cref="CommandTypes"/>.</summary>
    public long Type { get; init; } = CommandTypes.Slash;

    /// <summary>Another for each change.</summary>
    public string? Version { get; init; }
}
