using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Core.Rules;

/// <summary>The sentences of answers. Plain text: each surface escapes it for where it goes.</summary>
internal static class Says
{
    /// <summary>How much of a text an answer repeats; what is stored is always whole.</summary>
    private const int Shown = 300;

    /// <summary>A message that reached us later than this is no longer "now".</summary>
    private static readonly Duration Old = Duration.FromMinutes(10);

    /// <summary>Instead of an answer that may still hold what was redacted while it was prepared.</summary>
    public const string JustRedacted = "Something was redacted just now. Ask again for an answer without it.";

    /// <summary>Where the words of a redacted entry may still lie; empty if nowhere.</summary>
    public static string OutOfReach(IReadOnlyList<string> files) => files.Count == 0
        ? ""
        : $"\n⚠ They may still be in {string.Join(" and ", files.Select(file => $"`{file}`"))}: whoever runs the bot looks there and deletes it.";

    /// <summary><c>✓ INC-1 #3 dead-end · today 10:00 EDT (14:00 UTC), 35 min ago · the cache was fine</c>.</summary>
    public static string Recorded(Incident incident, Entry entry, RuleContext context, TimeReading? reading)
    {
        var line = $"✓ {incident.Id} #{entry.Number} {Kind(entry)} · {When(incident, entry, context, reading)}{Tail(entry)}";
        IReadOnlyList<string> assumed = reading?.Assumptions ?? [];
        if (IsZoneGuessed(incident, context, reading))
        {
            assumed = [.. assumed, $"your profile names no time zone: read as {context.AuthorZone.Id}; `{Verbs.Zone.Sample(context.Root)}` sets yours"];
        }

        return assumed.Count > 0 ? $"{line}\n({string.Join("; ", assumed)})" : line;
    }

    /// <summary>Whether a clock was read in the default zone because a platform, which should know better, named none.</summary>
    private static bool IsZoneGuessed(Incident incident, RuleContext context, TimeReading? reading) =>
        context.Request.Channel.Platform is not null && context.KnownZone is null && incident.SetZone is null
        && reading is { HasTime: true } && (reading.ClockOnly || reading.Matched.Contains(':', StringComparison.Ordinal))
        && reading.Zone.Id == context.AuthorZone.Id;

    /// <summary>For an entry that has a time of its own: an amendment without a time, or a message, did not happen "now".</summary>
    public static TimeReading? AtItsTime(Entry entry) => entry.When is { } when
        ? new TimeReading { Kind = TimeKind.Point, Start = when.OccurredAt, Rest = "", Zone = Zones.Get(when.Zone) }
        : null;

    /// <summary><c>#3 dead-end</c> with its text, as a mention inside a sentence.</summary>
    public static string Mention(Entry entry) => $"#{entry.Number} {Kind(entry)}{Tail(entry)}";

    /// <summary>What an entry said before a change: its time and its text.</summary>
    public static string Was(Incident incident, Entry entry, RuleContext context)
    {
        var when = entry.When is { } w ? TimeWords.Describe(w, Zones.Get(incident.Zone), context.Request.SentAt) : "";
        return $"{when}{Tail(entry)}".TrimStart(' ', '·');
    }

    public static string NotHere(RuleContext context, Command command) =>
        $"No incident is open here. Start one with `/detected what happened` or `/{context.Root} open TITLE`, then send this again: "
        + $"`{Offer(command, context)}`";

    public static string AfterClose(Incident incident, RuleContext context, Command command) =>
        $"{incident.Id} is closed, so nothing was recorded. `/{context.Root} reopen` first, or `/detected` for a new incident. "
        + $"Then send this again: `{Offer(command, context)}`";

    public static string NoIncident(RuleContext context) =>
        $"There was no incident here yet. Start one with `/detected what happened` or `/{context.Root} open TITLE`.";

    public static string NoEntry(Incident incident, int number) => incident.Entries.Count == 0
        ? $"{incident.Id} has no entries yet."
        : $"{incident.Id} has no entry #{number}; its entries are #1 to #{incident.Entries.Count}.";

    /// <summary>A time zone that does not exist, with those that were perhaps meant.</summary>
    public static string NoZone(string name, string example) =>
        $"I know no time zone {TypedText.Cut(name, 60)}. Zones are named by place: {string.Join(", ", Zones.Near(name))}? Example: `{example}`";

    /// <summary>Why a time was refused, with the line offered back.</summary>
    public static string Refused(TimeReading reading, RuleContext context, Command command) =>
        $"Not recorded: {reading.Problem} Send it again with another time, or with `--` before a text that only looks like one: "
        + $"`{Offer(command, context)}`";

    /// <summary>The command as typed, to be sent again.</summary>
    public static string Offer(Command command, RuleContext context) =>
        TypedText.Cut(CommandFormatter.Format(command, context.Root), 2000);

    private static string Kind(Entry entry) => entry.Brief ? $"{entry.Kind.Verb()} (brief)" : entry.Kind.Verb();

    private static string When(Incident incident, Entry entry, RuleContext context, TimeReading? reading)
    {
        if (entry.When is not { } when)
        {
            return Owner(entry, context.ReadingZone(incident), context);
        }

        var now = context.Request.SentAt;
        var shown = Zones.Get(incident.Zone);
        if (context.Request.ReceivedAt - now > Old && reading is null or { HasTime: false })
        {
            return $"recorded for when it was sent, {TimeWords.Describe(when, shown, context.Request.ReceivedAt)}";
        }

        if (reading is null or { HasTime: false })
        {
            var utc = Zones.IsUtc(shown) ? "" : $", {TimeWords.Clock(when.OccurredAt, DateTimeZone.Utc)}";
            var hint = reading is { Kind: TimeKind.Vague }
                ? $"; \"{reading.Matched}\" is not a time: `/{context.Root} amend {entry.Number} at 09:15` gives it one"
                : "";
            return $"recorded now ({TimeWords.Clock(when.OccurredAt, shown)}{utc}){hint}";
        }

        var said = reading.Matched.Length == 0 ? TimeWords.Describe(when, shown, now) : TimeWords.Said(reading, shown, now);
        return reading.Zone.Id == shown.Id || Zones.IsUtc(reading.Zone)
            ? said
            : $"{said}; read as {TimeWords.Stamp(when.OccurredAt, reading.Zone, now)}";
    }

    private static string Owner(Entry entry, DateTimeZone zone, RuleContext context)
    {
        var tail = entry.Kind == EntryKind.Task ? TaskTail.Read(entry.Text, context.Request.SentAt, zone, context.Request.Locale) : new TaskTail(null, null, null);
        string?[] parts =
        [
            "recorded",
            tail.Owner is { } owner ? $"owner {owner}" : null,
            tail.DueOn is { } due ? $"due {LocalDatePattern.Iso.Format(due)}" : null,
        ];
        return string.Join(", ", parts.Where(p => p is not null));
    }

    private static string Tail(Entry entry)
    {
        var text = entry.Words.Whole();
        return text.Length == 0 ? "" : $" · {TypedText.Cut(text, Shown)}";
    }
}
