using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>What follows a text whose moment is a span: <c>(10:00 - 10:45, 45 min)</c>; empty for a point in time.</summary>
internal sealed record MomentSuffix(string Clock24, string Clock12, string Length)
{
    private static readonly MomentSuffix None = new("", "", "");

    public static MomentSuffix Of(Moment when, Stamp start, LocalClock clock)
    {
        if (when.EndsAt is not { } ends)
        {
            return None;
        }

        var end = clock.At(ends);
        var length = TimeWords.Length(ends - when.OccurredAt);
        return when.Precision == Precision.Day
            ? new($" ({start.Date} - {end.Date})", $" ({start.Date} - {end.Date})", $" ({length})")
            : new(Span(start, end, length, halfDays: false), Span(start, end, length, halfDays: true), $" ({length})");
    }

    private static string Span(Stamp start, Stamp end, string length, bool halfDays)
    {
        var until = start.Day == end.Day ? end.Time(halfDays) : $"{end.Date}, {end.Time(halfDays)}";
        // Over a clock change the clocks do not add up to the length; the zones say why.
        var zones = start.Zone == end.Zone ? "" : $" {start.Zone}/{end.Zone}";
        return $" ({start.Time(halfDays)} - {until}{zones}, {length})";
    }
}
