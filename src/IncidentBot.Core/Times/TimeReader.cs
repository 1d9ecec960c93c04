using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Core.Times;

/// <summary>
/// Reads the time phrase at the head of a line. A pure function of the line, the instant it was sent, the author's
/// zone and locale; thread-safe, never throws, and linear in the length of the phrase.
/// </summary>
/// <remarks>
/// Forms: <c>10:30</c>, <c>9:05 AM</c>, <c>2024-02-11 01:00</c>, each with an optional zone; a range of two of them;
/// <c>20m ago</c>. A line that starts with <c>--</c> or a quotation mark has no phrase. Always leaning on the past:
/// a clock without a date is its latest occurrence not later than the message plus <see cref="Skew"/>.
/// </remarks>
public static class TimeReader
{
    /// <summary>How far clocks may be ahead of ours before a time counts as the future; inclusive.</summary>
    public static readonly Duration Skew = Duration.FromMinutes(5);

    private const string Escape = "--";

    /// <summary>Reads a line.</summary>
    /// <param name="text">What follows the command word.</param>
    /// <param name="now">When the message was sent.</param>
    /// <param name="zone">The zone of clocks that name none.</param>
    /// <param name="locale">The author's BCP-47 locale, which decides between 12-hour and 24-hour clocks; null for English.</param>
    public static TimeReading Read(string text, Instant now, DateTimeZone zone, string? locale)
    {
        var line = text.Trim();
        if (IsEscaped(line))
        {
            return None(line[Escape.Length..].TrimStart(), zone);
        }

        var scanner = new TimeScanner(line);
        if (ClockScanner.TryAgo(ref scanner, out var ago) && scanner.AtBoundary())
        {
            return Found(line, scanner.At, zone) with
            {
                Kind = TimeKind.Point,
                Start = now - ago,
                Precision = Precision.Second,
            };
        }

        scanner.At = 0;
        var resolver = new ClockResolver(now, zone, locale);
        if (!ClockScanner.TryClock(ref scanner, out var clock))
        {
            return None(line, zone);
        }

        var first = scanner.At;
        if (ClockScanner.TryRangeSeparator(ref scanner) && ClockScanner.TryClock(ref scanner, out var end) && scanner.AtBoundary())
        {
            return Finish(line, scanner.At, resolver.Range(clock, end));
        }

        scanner.At = first;
        return scanner.AtBoundary() ? Finish(line, first, resolver.Point(clock)) : None(line, zone);
    }

    /// <summary>The line with an escape in front where it would otherwise be read as starting with a time.</summary>
    public static string Protect(string text) =>
        IsEscaped(text) || Read(text, Instant.FromUnixTimeSeconds(0), DateTimeZone.Utc, null).Kind != TimeKind.None
            ? $"{Escape} {text}"
            : text;

    /// <summary>Two dashes; three are a rule or a list of options, and text.</summary>
    private static bool IsEscaped(string line) =>
        line.StartsWith(Escape, StringComparison.Ordinal) && !line.StartsWith(Escape + '-', StringComparison.Ordinal);

    private static TimeReading None(string rest, DateTimeZone zone) =>
        new() { Kind = TimeKind.None, Rest = rest, Zone = zone };

    private static TimeReading Finish(string line, int end, TimeReading resolved) => resolved.Kind == TimeKind.Reject
        ? resolved with { Matched = line[..end], Rest = line }
        : resolved with { Matched = line[..end], Rest = AfterSeam(line[end..]) };

    private static TimeReading Found(string line, int end, DateTimeZone zone) =>
        new() { Kind = TimeKind.None, Matched = line[..end], Rest = AfterSeam(line[end..]), Zone = zone };

    /// <summary>Drops the one separator between the phrase and the text.</summary>
    private static string AfterSeam(string rest)
    {
        var text = rest.TrimStart();
        return text.Length > 0 && ",:;-–—|".Contains(text[0], StringComparison.Ordinal)
            && (text.Length == 1 || char.IsWhiteSpace(text[1]))
                ? text[1..].TrimStart()
                : text;
    }
}
