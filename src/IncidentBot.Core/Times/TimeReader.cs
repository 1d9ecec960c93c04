using IncidentBot.Core.Times.Grammar;
using NodaTime;

namespace IncidentBot.Core.Times;

/// <summary>
/// Reads the time phrase at the head or the clear end of a line. A pure function of the line, the instant it was sent, the
/// author's zone and locale; thread-safe, never throws, and only the two ends of a line are looked at, however long it is.
/// </summary>
/// <remarks>
/// Always leaning on the past: a clock without a date is its latest occurrence not later than the message plus
/// <see cref="Skew"/>. A number that is not clearly a time stays text. A line that starts with <c>--</c> or a quotation mark
/// has no phrase.
/// </remarks>
public static class TimeReader
{
    /// <summary>How far clocks may be ahead of ours before a time counts as the future; inclusive.</summary>
    public static readonly Duration Skew = Duration.FromMinutes(5);

    private const string Escape = "--";
    private const string Quotes = "\"“”„«»‘’'「『>";

    /// <summary>Reads a line.</summary>
    /// <param name="text">What follows the command word.</param>
    /// <param name="now">When the message was sent.</param>
    /// <param name="zone">The zone of clocks that name none.</param>
    /// <param name="locale">The author's BCP-47 locale: its language is read beside English, its region decides the rest.</param>
    public static TimeReading Read(string text, Instant now, DateTimeZone zone, string? locale)
    {
        var line = text.Trim();
        var indent = text.Length - text.AsSpan().TrimStart().Length;
        if (IsEscaped(line))
        {
            return None(line[Escape.Length..].TrimStart(), zone);
        }

        if (line.Length == 0 || (Quotes.Contains(line[0], StringComparison.Ordinal) && !IsClipped(line)))
        {
            return None(line, zone);
        }

        var context = new ReadContext(now, zone, locale);
        var lexicon = Lexicon.For(locale);
        var head = Phrases.TryHead(line, lexicon, context, out var phrase) ? phrase : null;
        var found = head is null or { Reading.Kind: TimeKind.Vague } && Phrases.TryTail(line, lexicon, context, out var tail)
            && (head is null || tail.Reading.Kind != TimeKind.Vague) ? tail : head;
        return found is { } f ? Finish(line, indent, f) : None(line, zone);
    }

    /// <summary>The line with an escape in front where it would otherwise be read as having a time, in whatever language.</summary>
    public static string Protect(string text, Instant now) =>
        IsEscaped(text) || Lexicon.Languages.Any(language => Read(text, now, DateTimeZone.Utc, language).Kind is not (TimeKind.None or TimeKind.Vague))
            ? $"{Escape} {text}"
            : text;

    /// <summary>Two dashes; three are a rule or a list of options, and text.</summary>
    private static bool IsEscaped(string line) =>
        line.StartsWith(Escape, StringComparison.Ordinal) && !line.StartsWith(Escape + '-', StringComparison.Ordinal);

    /// <summary>Dutch writes <c>'s avonds</c>.</summary>
    private static bool IsClipped(string line) => line.Length > 2 && line[0] is '\'' or '‘' or '’' && line[1] is 's' && line[2] == ' ';

    private static TimeReading None(string rest, DateTimeZone zone) =>
        new() { Kind = TimeKind.None, Rest = rest, Zone = zone };

    private static TimeReading Finish(string line, int indent, FoundPhrase found) => found.Reading with
    {
        Matched = line[found.Start..found.End],
        MatchedAt = indent + found.Start,
        Rest = found.Reading.Kind is TimeKind.Reject or TimeKind.Vague ? line : Seam.Without(line, found.Start, found.End),
    };
}
