using NodaTime;

namespace IncidentBot.Core.Incidents;

/// <summary>How exactly a time was said. A day prints without a clock.</summary>
public enum Precision
{
    Minute,
    Second,
    Day,
}

/// <summary>When something happened, as the responder said it.</summary>
/// <param name="OccurredAt">The instant, or the start of the span; UTC like every instant.</param>
/// <param name="EndsAt">The end of the span, later than the start; null for a point in time.</param>
/// <param name="Precision">How exactly it was said.</param>
/// <param name="Zone">The IANA zone in which the phrase was read, or in which "now" was shown.</param>
public sealed record Moment(Instant OccurredAt, Instant? EndsAt, Precision Precision, string Zone)
{
    /// <summary>How long it took; null for a point in time.</summary>
    public Duration? Took => EndsAt - OccurredAt;
}
