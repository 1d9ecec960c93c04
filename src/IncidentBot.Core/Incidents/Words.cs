namespace IncidentBot.Core.Incidents;

/// <summary>
/// What people typed, apart from the bare facts, because only this can be erased: facts stay for ever,
/// words live in a row of their own that <c>/incident redact</c> overwrites.
/// </summary>
public sealed record Words(string Text)
{
    /// <summary>The label, task group, section heading, or the section an attachment stands after.</summary>
    public string? Label { get; init; }

    /// <summary>The address of an attachment: http or https.</summary>
    public string? Url { get; init; }

    /// <summary>The time phrase as typed, e.g. <c>10:42</c>.</summary>
    public string? TypedTime { get; init; }

    /// <summary>The SHA-256 of the file that is named, as hexadecimal.</summary>
    public string? Digest { get; init; }

    /// <summary>Label, address and text after one another.</summary>
    public string Whole()
    {
        string?[] parts = [Label is { } label ? $"[{label}]" : null, Url, Text];
        return string.Join(' ', parts.Where(p => !string.IsNullOrEmpty(p)));
    }

    /// <summary>Stands where words were erased.</summary>
    public static Words Erased { get; } = new("(redacted)");
}
