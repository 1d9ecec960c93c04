using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Slack.Speech.Forms;

/// <summary>A time in a field: filled in so that the reader of times reads it as that time again, and checked by that reader.</summary>
/// <param name="Now">When the view is opened, or sent in.</param>
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
