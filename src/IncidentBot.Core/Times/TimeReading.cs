using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Core.Times;

/// <summary>What a phrase came to.</summary>
public enum TimeKind
{
    /// <summary>There is no time phrase; the whole text is text.</summary>
    None,

    /// <summary>Words about time without a clock, such as <c>this morning</c>: there is no instant in them, and they stay text.</summary>
    Vague,
    Point,

    /// <summary>A day, without a clock.</summary>
    Date,
    Range,

    /// <summary>From an instant on.</summary>
    Since,

    /// <summary>Up to an instant.</summary>
    Until,

    /// <summary>There is a time phrase that cannot be kept; nothing may be recorded from it.</summary>
    Reject,
}

/// <summary>Why a time phrase is refused.</summary>
public enum TimeRefusal
{
    /// <summary>It lies ahead. Events are recorded in the past.</summary>
    Future,

    /// <summary>The clocks skipped it.</summary>
    Gap,

    /// <summary>Day and month may be meant either way round.</summary>
    Ambiguous,

    /// <summary>It ends before it starts, or there is no such time.</summary>
    Invalid,
}

/// <summary>What <see cref="TimeReader"/> made of a line: the time, the words it took, and what is left.</summary>
public sealed record TimeReading
{
    public required TimeKind Kind { get; init; }

    /// <summary>The instant, the first of the day, or the start of the range; null where there is none, and for until.</summary>
    public Instant? Start { get; init; }

    /// <summary>The end of a range, later than the start, or the end of what has no start.</summary>
    public Instant? End { get; init; }

    public Precision Precision { get; init; }

    /// <summary>The phrase as typed, with its preposition and brackets; empty if there is none.</summary>
    public string Matched { get; init; } = "";

    /// <summary>Where the phrase begins in the text.</summary>
    public int MatchedAt { get; init; }

    /// <summary>The text without the phrase and the separator at the seam; the whole text if there is no phrase.</summary>
    public required string Rest { get; init; }

    /// <summary>The zone in which it was read: the one in the phrase, else the one given.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>Whether the phrase said "about".</summary>
    public bool IsApproximate { get; init; }

    /// <summary>Whether the phrase is a clock without a date, so that its day was chosen by the rules.</summary>
    public bool ClockOnly { get; init; }

    /// <summary>What was assumed, each for people to read: <c>read 3:30 as 3:30 pm</c>.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    public TimeRefusal? Refusal { get; init; }

    /// <summary>Why it was refused and what to write instead, for people; null unless refused.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether a time was read.</summary>
    public bool HasTime => Kind is not (TimeKind.None or TimeKind.Vague or TimeKind.Reject);

    /// <summary>The time as an entry keeps it; null unless one was read.</summary>
    public Moment? Moment => (Start ?? End) is { } start ? new Moment(start, Start is null ? null : End, Precision, Zone.Id) : null;
}
