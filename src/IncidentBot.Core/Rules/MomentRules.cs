using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;

namespace IncidentBot.Core.Rules;

/// <summary>The seven moments: detected, note, dead-end, escalate, identified, fix, resolved.</summary>
internal static class MomentRules
{
    public static Decision Record(ChannelState state, Command.RecordMoment command, RuleContext context)
    {
        var current = state.Current is { Closed: false } open ? open : null;
        var reading = TimeReader.Read(
            command.Text, context.Request.SentAt, context.ReadingZone(current), context.Request.Locale);
        if (Refusal(state.Current, command, reading, context) is { } refusal)
        {
            return Decisions.Answer(refusal, state.Current);
        }

        var incident = current ?? Incident.Empty(state.Next);
        var text = TextOf(reading, command);
        IReadOnlyList<IncidentEvent> begin = current is null ? LifeRules.Beginning(text, fromEntry: 1, context) : [];
        var number = incident.NextEntry;
        var recorded = new IncidentEvent.EntryRecorded(number, command.Kind, When(reading, context), Brief: false)
        {
            Words = new Words(text) { TypedTime = reading.HasTime ? reading.Matched : null },
            Message = context.Request.TypedIn,
        };
        return Decisions.OnEntry(
            incident, number, command.Kind.Verb(), context, [.. begin, recorded],
            (after, entry) => Says.Recorded(after, entry, context, reading) + Advice(current, after, command.Kind, context));
    }

    /// <summary>The time that was said, else the minute in which the message was sent.</summary>
    private static Moment When(TimeReading reading, RuleContext context) => reading.Moment
        ?? new Moment(context.Request.SentAt.ToMinute(), null, Precision.Minute, reading.Zone.Id);

    /// <summary>The text without its time; "until 11:00" stays, because the end alone would tell another story.</summary>
    private static string TextOf(TimeReading reading, Command.RecordMoment command) =>
        reading.Kind == TimeKind.Until ? command.Text : reading.Rest;

    private static string? Refusal(Incident? current, Command.RecordMoment command, TimeReading reading, RuleContext context) =>
        reading.Kind == TimeKind.Reject ? Says.Refused(reading, context, command)
        : reading.Rest.Length == 0 && command.Kind != EntryKind.Resolved
            ? $"Not recorded: the time is there, the text is not. {Questions.Usage(Verbs.Of(command.Kind), context)}"
        : command.Kind == EntryKind.Detected || current is { Closed: false } ? null
        : current is null ? Says.NotHere(context, command)
        : Says.AfterClose(current, context, command);

    /// <summary>What to do next, where there is something to say.</summary>
    public static string Advice(Incident? before, Incident after, EntryKind kind, RuleContext context) =>
        before is null
            ? $"\n{after.Id} is open: {after.Title}\nType /note, /dead-end, /escalate, /fix as it happens, /resolved when "
              + $"service is back, then /{context.Root} close."
        : kind != EntryKind.Resolved ? ""
        : Timeline.End(after) < Timeline.Start(after) && Timeline.End(before) != Timeline.End(after)
            ? $"\nThat is before the detection. If the time is wrong: /{context.Root} amend {after.Entries.Count} and the right one."
        : before.State != IncidentState.Resolved && after.State == IncidentState.Resolved
            ? $"\nThe clock stopped{Lasted(after)}. /{context.Root} close compiles the draft."
        : "";

    private static string Lasted(Incident incident) =>
        Figures.Of(incident).Lasted is { } lasted ? $" after {TimeWords.Length(lasted)}" : "";
}
