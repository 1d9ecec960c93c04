using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Core.Commands;

/// <summary>
/// What happened to a message on its platform: a command that nobody typed. Words are never in here: they are the text
/// of the request, so that there is one place for them.
/// </summary>
/// <param name="Ref">The message, and the way by which it came or goes.</param>
public abstract record MessageChange(MessageRef Ref)
{
    /// <summary>Somebody marked a message for the timeline. The text of the request is the message's own.</summary>
    /// <param name="Kind">What it is: any moment, or any write-up item that is only text.</param>
    /// <param name="Author">Who wrote it.</param>
    /// <param name="SentAt">When it was written.</param>
    public sealed record Captured(MessageRef Ref, EntryKind Kind, Person Author, Instant SentAt) : MessageChange(Ref)
    {
        /// <summary>When it happened, if that was said; else it happened when the message was written.</summary>
        public Moment? When { get; init; }

        /// <summary>Its address on the platform: http or https.</summary>
        public string? Link { get; init; }

        /// <summary>The thread it stands in; null for the room itself.</summary>
        public string? Thread { get; init; }

        /// <summary>Whether files hang on it, which are to be fetched once it is recorded.</summary>
        public bool HasFiles { get; init; }
    }

    /// <summary>The reaction or pin is gone, whoever removed it.</summary>
    public sealed record Released(MessageRef Ref) : MessageChange(Ref);

    /// <summary>The message reads otherwise now: as the text of the request.</summary>
    public sealed record Edited(MessageRef Ref) : MessageChange(Ref);

    /// <summary>The message is gone from the platform.</summary>
    public sealed record Deleted(MessageRef Ref) : MessageChange(Ref);

    /// <summary>A file of a captured message has been fetched. The text of the request is its name.</summary>
    public sealed record FileFetched(MessageRef Ref, string ContentType, ReadOnlyMemory<byte> Bytes) : MessageChange(Ref)
    {
        /// <summary>What an answer calls it.</summary>
        public const string Verb = "file";

        /// <summary>The SHA-256 of the bytes, as hexadecimal.</summary>
        public string Digest { get; } = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Bytes.Span));
    }
}

/// <summary>Where the answer to a command is owed besides the acknowledgement.</summary>
/// <param name="Address">What the platform needs to get it there, e.g. a <c>response_url</c>; opaque here. Never logged.</param>
/// <param name="NotBefore">Until then the acknowledgement may bring it.</param>
/// <param name="Until">From then on the address is worth nothing.</param>
public sealed record ReplyTo(string Address, Instant NotBefore, Instant Until);
