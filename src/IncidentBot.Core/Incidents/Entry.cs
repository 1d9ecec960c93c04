using System.Collections.Immutable;
using NodaTime;

namespace IncidentBot.Core.Incidents;

/// <summary>A numbered entry of an incident as it stands now, with what it said before.</summary>
public sealed record Entry
{
    /// <summary>From 1, one counter over moments and write-up items, stable for ever.</summary>
    public required int Number { get; init; }

    public required EntryKind Kind { get; init; }

    /// <summary>What it says; <see cref="Words.Erased"/> after a redaction.</summary>
    public required Words Words { get; init; }

    /// <summary>When it happened; null exactly for write-up items.</summary>
    public required Moment? When { get; init; }

    /// <summary>Whether a root cause is the one-line summary.</summary>
    public required bool Brief { get; init; }

    /// <summary>Whose words they are.</summary>
    public required Person Author { get; init; }

    /// <summary>Who recorded them: the author, unless somebody captured a message of somebody else.</summary>
    public required Person RecordedBy { get; init; }

    /// <summary>When the message was sent; breaks ties between moments of one instant.</summary>
    public required Instant SentAt { get; init; }

    /// <summary>When it reached us.</summary>
    public required Instant RecordedAt { get; init; }

    /// <summary>Whether it was missed when it came, and found by reading the room again.</summary>
    public bool Recovered { get; init; }

    /// <summary>The message it came from; null where the platform has none.</summary>
    public CapturedMessage? Message { get; init; }

    /// <summary>When the platform said last how the message reads. What it said before that comes too late.</summary>
    public Instant MessageReadAt { get; init; }

    /// <summary>Whether the message is gone from its platform.</summary>
    public bool DeletedThere { get; init; }

    /// <summary>The files that hang on the message and are kept here.</summary>
    public ImmutableList<KeptFile> Files { get; init; } = [];

    /// <summary>Taken back by undo: kept, shown in the history, absent from the draft.</summary>
    public bool Withdrawn { get; init; }

    public bool Redacted { get; init; }

    /// <summary>Every change since it was recorded, oldest first, each with what stood before it.</summary>
    public ImmutableList<EntryChange> History { get; init; } = [];

    public string Text => Words.Text;
}

/// <summary>A change of an entry.</summary>
/// <param name="Change"><c>amended</c>, <c>withdrawn</c> or <c>redacted</c>.</param>
/// <param name="By">Who changed it.</param>
/// <param name="At">When the change reached us.</param>
/// <param name="Before">The words before the change; the erased words once redacted.</param>
/// <param name="When">The time before the change.</param>
/// <param name="Reason">Why, for a redaction with a reason; what happened on the platform, if that made the change.</param>
/// <param name="Recovered">Whether it was missed when it came, and found by reading the room again.</param>
public sealed record EntryChange(string Change, Person By, Instant At, Words Before, Moment? When, string? Reason, bool Recovered = false);
