using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Intake.Speech;

/// <summary>A time in a field: filled in so that the reader of times reads it as that time again, and checked by that reader.</summary>
/// <param name="Now">When the form is opened, or sent in.</param>
/// <param name="Zone">In which clocks without a zone are read: the one set on the incident, else the person's.</param>
/// <param name="Locale">The person's.</param>
internal sealed record TimeField(Instant Now, DateTimeZone Zone, string? Locale)
{
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>As the rules read the line that the field becomes a part of.</summary>
    /// <param name="incident">The open incident of the room, or the one that is corrected; null if there is none.</param>
    /// <param name="personsZone">The person's IANA zone: the one chosen, else the profile's; null if neither is known.</param>
    public static TimeField For(Incident? incident, string? personsZone, string? locale, CommandSettings settings, Instant now) =>
        new(now, Zones.Find(incident?.SetZone) ?? Zones.Find(personsZone) ?? Zones.Get(settings.DefaultZone), locale);

    public string Hint => $"Empty for now. A clock without a zone is read in {Zone.Id}.";

    /// <summary><c>10:42</c> for today, else with its date; in UTC where the clocks were turned back and it came twice.</summary>
    public string Write(Instant at)
    {
        at = at.ToMinute();
        var local = at.InZone(Zone);
        return Zone.MapLocal(local.LocalDateTime).Count > 1 ? $"{TimeWords.Iso(at, DateTimeZone.Utc)} UTC"
            : local.Date == Now.InZone(Zone).Date && at <= Now ? Minutes.Format(local.TimeOfDay)
            : TimeWords.Iso(at, Zone);
    }

    /// <summary>The time of an entry; empty where only the day is known, which a clock would make up.</summary>
    public string Write(Moment? moment)
    {
        if (moment is null or { Precision: Precision.Day })
        {
            return "";
        }

        var zone = Zones.IsUtc(Zone) ? "UTC" : Zone.Id;
        var seconds = moment.Precision == Precision.Second;
        return moment.EndsAt is { } end ? $"{TimeWords.Iso(moment.OccurredAt, Zone)} - {TimeWords.Iso(end, Zone)} {zone}"
            : seconds ? TimeWords.Iso(moment.OccurredAt, Zone)
            : Write(moment.OccurredAt);
    }

    /// <summary>What is wrong with a time that was typed; null if nothing is.</summary>
    public string? Problem(string typed)
    {
        if (typed.Length == 0)
        {
            return null;
        }

        var reading = TimeReader.Read(typed, Now, Zone, Locale);
        return reading.Kind == TimeKind.Reject ? reading.Problem
            : reading is { Kind: TimeKind.None or TimeKind.Vague } or { Rest.Length: > 0 } ? "That is no time I can read. Like this: 10:42, 2026-02-11 01:00, 10:00-10:45, 20m ago."
            : null;
    }

    /// <summary>From when to when, written so that it is read as that; the clocks of the end are read after the start.</summary>
    /// <param name="problem">What is wrong with it; null if nothing is.</param>
    public string Span(string from, string until, out string? problem)
    {
        var span = $"{from} - {until}";
        var reading = TimeReader.Read(span, Now, Zone, Locale);
        problem = null;
        if (reading is { Kind: TimeKind.Range, Rest.Length: 0 })
        {
            return span;
        }

        // Some times have no dash behind them: "20m ago".
        if (Point(from) is { } start && Point(until) is { } end && start < end)
        {
            return Write(new Moment(start, end, Precision.Minute, Zone.Id));
        }

        problem = Problem(from) ?? Problem(until) ?? (reading.Kind == TimeKind.Reject ? reading.Problem : null)
            ?? "That is no time from which to which I can read. Like this: from 10:00 to 10:45.";
        return span;

        Instant? Point(string typed) =>
            TimeReader.Read(typed, Now, Zone, Locale) is { Kind: TimeKind.Point, Rest.Length: 0, Start: { } at } ? at : null;
    }

    /// <summary>
    /// Time and text as one line. Where the text would be taken for a part of the time (<c>10:42</c>, <c>PM on call</c>)
    /// a bar stands between them, which the reader drops.
    /// </summary>
    public string Before(string text, string time)
    {
        if (time.Length == 0)
        {
            return TimeReader.Protect(text, Now);
        }

        var line = $"{time} {text}".TrimEnd();
        return TimeReader.Read(line, Now, Zone, Locale) is { } reading && reading.Matched == time && reading.Rest == text ? line : $"{time} | {text}";
    }
}
