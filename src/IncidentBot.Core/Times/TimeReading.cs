using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Core.Times;

/// <summary>What a phrase came to.</summary>
public enum TimeKind
{
    /// <summary>There is no time phrase; the whole text is text.</summary>
    None,
    Point,
    Range,

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

    /// <summary>It ends before it starts, or there is no such time.</summary>
    Invalid,
}

/// <summary>What <see cref="TimeReader"/> made of a line: the time, the words it took, and what is left.</summary>
public sealed record TimeReading
{
    public required TimeKind Kind { get; init; }

    /// <summary>The instant, or the start of the range; null for none and refusals.</summary>
    public Instant? Start { get; init; }

    /// <summary>The end of a range, later than the start.</summary>
    public Instant? End { get; init; }

    public Precision Precision { get; init; }

    /// <summary>The phrase as typed; empty if there is none.</summary>
    public string Matched { get; init; } = "";

    /// <summary>The text without the phrase and the separator at the seam; the whole text if there is no phrase.</summary>
    public required string Rest { get; init; }

    /// <summary>The zone in which it was read: the one in the phrase, else the one given.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>Whether the phrase is a clock without a date, so that its day was chosen by the rules.</summary>
    public bool ClockOnly { get; init; }

    /// <summary>What was assumed, each for people to read: <c>read 3:30 as 3:30 pm</c>.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    public TimeRefusal? Refusal { get; init; }

    /// <summary>Why it was refused and what to write instead, for people; null unless refused.</summary>
    public string? Problem { get; init; }

    /// <summary>The time as an entry keeps it; null unless one was read.</summary>
    public Moment? Moment => Start is { } start ? new Moment(start, End, Precision, Zone.Id) : null;
}
