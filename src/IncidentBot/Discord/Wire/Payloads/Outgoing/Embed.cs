namespace IncidentBot.Discord.Wire.Payloads.Outgoing;

/// <summary>A framed part of a message. Discord counts the characters of all texts in all embeds together: 6000.</summary>
internal sealed record Embed
{
    /// <summary>At most 256 characters.</summary>
    public string? Title { get; init; }

    /// <summary>At most 4096 characters.</summary>
    public string? Description { get; init; }

    public string? Url { get; init; }

    /// <summary>As 0xRRGGBB.</summary>
    public int? Color { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    public EmbedAuthor? Author { get; init; }

    /// <summary>At most 25.</summary>
    public IReadOnlyList<EmbedField>? Fields { get; init; }

    public EmbedFooter? Footer { get; init; }
}

/// <param name="Name">At most 256 characters.</param>
/// <param name="Value">At most 1024 characters.</param>
internal sealed record EmbedField(string Name, string Value, bool Inline = false);

/// <param name="Text">At most 2048 characters.</param>
internal sealed record EmbedFooter(string Text);

/// <param name="Name">At most 256 characters.</param>
internal sealed record EmbedAuthor(string Name, string? Url = null);
