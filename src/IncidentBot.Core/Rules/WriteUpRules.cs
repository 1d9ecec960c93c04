using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Rules;

/// <summary>The write-up: impact, causes, measures, conclusion, own sections, attachments. Allowed after the close.</summary>
internal static class WriteUpRules
{
    public static Decision Record(ChannelState state, Command.RecordWriteUp command, RuleContext context)
    {
        if (state.Current is not { } incident)
        {
            return Decisions.Answer(Says.NotHere(context, command));
        }

        var number = incident.NextEntry;
        var recorded = new IncidentEvent.EntryRecorded(number, command.Kind, When: null, command.Brief) { Words = command.Words, Message = context.Request.TypedIn };
        return Decisions.OnEntry(
            incident, number, command.Kind.Verb(), context, [recorded],
            (after, entry) => Says.Recorded(after, entry, context, reading: null));
    }
}
