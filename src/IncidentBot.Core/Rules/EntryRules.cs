using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using NodaTime;

namespace IncidentBot.Core.Rules;

/// <summary>Corrections: undo, amend, redact. The old value stays readable, except after a redaction.</summary>
internal static class EntryRules
{
    public static Decision Undo(ChannelState state, Command.Undo command, RuleContext context)
    {
        if (command.Entry is { } number)
        {
            return Standing(state, number, context, out var named) ?? TakeBack(state.Current!, named, context);
        }

        if (state.Current is not { } incident)
        {
            return Decisions.Answer(Says.NoIncident(context));
        }

        return incident.Entries.LastOrDefault(e => !e.Withdrawn && e.RecordedBy.Id == context.Request.Actor.Id) is { } latest
            ? TakeBack(incident, latest, context)
            : Decisions.Answer($"Nothing of yours stands in {incident.Id}. An entry of someone else: `/{context.Root} undo N`.", incident);
    }

    private static Decision TakeBack(Incident incident, Entry entry, RuleContext context) => Decisions.OnEntry(
        incident, entry.Number, Verbs.Undo.Name, context, [new IncidentEvent.EntryWithdrawn(entry.Number)],
        (after, withdrawn) => $"✓ {after.Id} taken back: {Says.Mention(withdrawn)}\nIt stays in the history. To say it again: "
            + $"`{Again(withdrawn, context)}`");

    public static Decision Amend(ChannelState state, Command.Amend command, RuleContext context)
    {
        if (Standing(state, command.Entry, context, out var entry) is { } refusal)
        {
            return refusal;
        }

        return entry.Kind.IsMoment()
            ? AmendMoment(state.Current!, entry, command, context)
            : AmendWriteUp(state.Current!, entry, command, context);
    }

    public static Decision Redact(ChannelState state, Command.Redact command, RuleContext context)
    {
        if (state.Current is not { } incident)
        {
            return Decisions.Answer(Says.NoIncident(context));
        }

        if (incident.Find(command.Entry) is null)
        {
            return Decisions.Answer(Says.NoEntry(incident, command.Entry), incident);
        }

        var redacted = new IncidentEvent.EntryRedacted(command.Entry)
        {
            Words = command.Reason is { } reason ? new Words(reason) : null,
        };
        return Decisions.OnEntry(
            incident, command.Entry, Verbs.Redact.Name, context, [redacted],
            (after, _) => $"✓ {after.Id} #{command.Entry}: its words are erased for good, here and in the database. Delete the "
                + "message in the chat and old backups yourself." + Says.OutOfReach(context.Request.OutOfReach),
            erase: command.Entry);
    }

    private static Decision AmendMoment(Incident incident, Entry entry, Command.Amend command, RuleContext context)
    {
        var reading = ReadNear(command.Text, entry.When!, incident, context);
        if (reading.Kind == TimeKind.Reject)
        {
            return Decisions.Answer(Says.Refused(reading, context, command), incident);
        }

        var amended = new IncidentEvent.EntryAmended(entry.Number, reading.Moment, Brief: false, TextChanged: reading.Rest.Length > 0)
        {
            Words = new Words(reading.Rest) { TypedTime = reading.HasTime ? reading.Matched : entry.Words.TypedTime },
        };
        return Amended(incident, entry, amended, reading, context);
    }

    private static Decision AmendWriteUp(Incident incident, Entry entry, Command.Amend command, RuleContext context)
    {
        if (CommandParser.ReadWriteUp(entry.Kind, command.Text) is not { } read)
        {
            return Decisions.Answer(Questions.Usage(Verbs.Of(entry.Kind), context), incident);
        }

        // A label, or being brief, is kept until another is said.
        var amended = new IncidentEvent.EntryAmended(entry.Number, When: null, read.Brief || entry.Brief, TextChanged: true)
        {
            Words = read.Words with { Label = read.Words.Label ?? entry.Words.Label },
        };
        return Amended(incident, entry, amended, reading: null, context);
    }

    private static Decision Amended(
        Incident incident, Entry before, IncidentEvent.EntryAmended amended, TimeReading? reading, RuleContext context) =>
        Decisions.OnEntry(
            incident, before.Number, Verbs.Amend.Name, context, [amended],
            (after, entry) => $"{Says.Recorded(after, entry, context, reading is { HasTime: true } or { Kind: TimeKind.Vague } ? reading : Says.AtItsTime(entry))}\nBefore: {Says.Was(after, before, context)}");

    /// <summary>
    /// A bare clock in an amendment means the occurrence nearest to what the entry says now: <c>amend 7 14:02</c>, typed
    /// two days later, moves the entry within its day, not to today.
    /// </summary>
    private static TimeReading ReadNear(string text, Moment entry, Incident incident, RuleContext context)
    {
        var (now, zone, locale) = (context.Request.SentAt, context.ReadingZone(incident), context.Request.Locale);
        var reading = TimeReader.Read(text, now, zone, locale);
        var near = Instant.Min(now, entry.OccurredAt + Duration.FromHours(12));
        return reading.ClockOnly ? TimeReader.Read(text, near, zone, locale) : reading;
    }

    private static Decision? Standing(ChannelState state, int number, RuleContext context, out Entry entry)
    {
        entry = state.Current?.Find(number)!;
        return state.Current is not { } incident ? Decisions.Answer(Says.NoIncident(context))
            : entry is null ? Decisions.Answer(Says.NoEntry(incident, number), incident)
            : entry.Withdrawn ? Decisions.Answer($"{incident.Id} #{number} was taken back. Record it anew: `{Again(entry, context)}`", incident)
            : null;
    }

    /// <summary>The text with its time as a date, a clock and a zone, which mean the same whenever they are sent again.</summary>
    private static string Redated(Entry entry, RuleContext context)
    {
        if (entry.Words.TypedTime is null)
        {
            return TimeReader.Protect(entry.Text, context.Request.SentAt);
        }

        var (when, zone) = (entry.When!, Zones.Get(entry.When!.Zone));
        var until = when.EndsAt is { } end ? $" - {TimeWords.Iso(end, zone)}" : "";
        return $"{TimeWords.Iso(when.OccurredAt, zone)}{until} {when.Zone} {entry.Text}".TrimEnd();
    }

    private static string Again(Entry entry, RuleContext context) => Says.Offer(
        entry.Kind.IsMoment()
            ? new Command.RecordMoment(entry.Kind, Redated(entry, context))
            : new Command.RecordWriteUp(entry.Kind, entry.Words, entry.Brief),
        context);
}
