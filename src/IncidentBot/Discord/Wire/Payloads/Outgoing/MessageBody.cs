using System.Text.Json.Serialization;

namespace IncidentBot.Discord.Wire.Payloads.Outgoing;

/// <summary>Flags of messages.</summary>
internal static class MessageFlags
{
    /// <summary>No previews of links.</summary>
    public const int SuppressEmbeds = 1 << 2;

    /// <summary>Only who asked sees it; for answers to interactions.</summary>
    public const int Ephemeral = 1 << 6;

    /// <summary>Without a notification.</summary>
    public const int Silent = 1 << 12;
}

/// <summary>A message as it is sent. It pings nobody, whatever it says; an edit leaves alone what is null here.</summary>
internal sealed record MessageBody
{
    /// <summary>At most 2000 characters, escaped already. Empty takes it away in an edit.</summary>
    public string? Content { get; init; }

    /// <summary>At most 10, and 6000 characters in all.</summary>
    public IReadOnlyList<Embed>? Embeds { get; init; }

    /// <summary>At most 5 rows.</summary>
    public IReadOnlyList<Component>? Components { get; init; }

    /// <summary>A sum of <see cref="MessageFlags"/>.</summary>
    public int? Flags { get; init; }

    /// <summary>The message it answers.</summary>
    public OutgoingReference? MessageReference { get; init; }

    /// <summary>Nobody, always.</summary>
    public AllowedMentions AllowedMentions { get; } = new();

    /// <summary>The files that an edit keeps, by their ids; null keeps all.</summary>
    [JsonIgnore]
    public IReadOnlyList<string>? KeptAttachments { get; init; }

    /// <summary>Files that go with it, at most 10.</summary>
    [JsonIgnore]
    public IReadOnlyList<OutgoingFile> Files { get; init; } = [];

    /// <summary>What the files are called; made of those above.</summary>
    public IReadOnlyList<OutgoingAttachment>? Attachments => KeptAttachments is null && Files.Count == 0
        ? null
        :
        [
            .. (KeptAttachments ?? []).Select(id => new OutgoingAttachment(id, null, null)),
            .. Files.Select((file, i) => new OutgoingAttachment($"{i}", file.Name, file.Description)),
        ];

    /// <summary>The same, for who asked only.</summary>
    public MessageBody AsEphemeral() => this with { Flags = (Flags ?? 0) | MessageFlags.Ephemeral };

    /// <summary>A message of words alone.</summary>
    /// <param name="content">Escaped already.</param>
    public static MessageBody Text(string content) => new() { Content = content };
}

/// <summary>Whom a message pings: nobody.</summary>
internal sealed record AllowedMentions
{
    public IReadOnlyList<string> Parse { get; } = [];
}

/// <param name="FailIfNotExists">False sends it all the same where the other message is gone.</param>
internal sealed record OutgoingReference(string MessageId, bool FailIfNotExists = false);

/// <summary>A file that goes with a message.</summary>
/// <param name="Name">As people see it; any characters.</param>
/// <param name="Description">For those who cannot see it, at most 1024 characters.</param>
internal sealed record OutgoingFile(string Name, string ContentType, ReadOnlyMemory<byte> Content, string? Description = null);

internal sealed record OutgoingAttachment(string Id, string? Filename, string? Description);
