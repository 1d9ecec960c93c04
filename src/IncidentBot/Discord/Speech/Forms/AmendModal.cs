using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake.Speech;

namespace IncidentBot.Discord.Speech.Forms;

/// <summary>A correction of an entry.</summary>
/// <param name="Time">As typed; null if it stays.</param>
/// <param name="Text">Null if it stays.</param>
internal sealed record AmendModal(int Entry, EntryKind Kind, string? Time, string? Text)
{
    public static ModalBody View(Incident incident, Entry entry, TimeField times)
    {
        var words = Words(entry);
        var keeps = words.Length > Limits.Input;
        var time = times.Write(entry.When);
        var state = new ModalState(ModalState.Amend)
        {
            Incident = incident.Id,
            Entry = entry.Number,
            Kind = entry.Kind,
            Time = ModalState.MarkOf(time),
            Text = ModalState.MarkOf(words),
            KeepsText = keeps,
        };
        var text = ModalFields.TextOf(
            ModalFields.Text, "Text", keeps ? null : words,
            keeps ? $"It has {words.Length:N0} characters, too many for this field. Empty leaves them all." : "Empty leaves the text; the old value stays in the history.",
            isOptional: true);
        return new ModalBody(state.Write(), ModalFields.Title($"{incident.Id}: amend #{entry.Number} {entry.Kind.Verb()}"), entry.Kind.IsMoment()
            ? [ModalFields.TimeOf(time, $"Empty leaves the time. A clock without a zone is read in {times.Zone.Id}."), text]
            : [text]);
    }

    /// <summary>Reads what was sent in.</summary>
    public static ModalReading<AmendModal> Read(IReadOnlyDictionary<string, SubmittedComponent> fields, TimeField times, ModalState state)
    {
        var form = new ModalValues(fields);
        var (time, text) = (form.Text(ModalFields.Time), form.Text(ModalFields.Text));
        var isNewTime = time.Length > 0 && ModalState.MarkOf(time) != state.Time;
        var isNewText = text.Length > 0 && ModalState.MarkOf(text) != state.Text;
        form.Check(isNewTime ? times.Problem(time) : null);
        form.Check(state is not { Entry: not null, Kind: not null } ? "That form is too old. Open it again."
            : !isNewTime && !isNewText ? "Nothing was changed."
            : null);
        return form.Read(() => new AmendModal(state.Entry!.Value, state.Kind!.Value, isNewTime ? time : null, isNewText ? text : null));
    }

    /// <summary>The line it comes to: <c>/incident amend 3 10:45 the cache was fine</c>. Only the text of a moment may be taken for a time.</summary>
    public string Line(TimeField times, string root) => CommandFormatter.Format(
        new Command.Amend(Entry, Kind.IsMoment() ? times.Before(Text ?? "", Time ?? "") : Text ?? ""), root);

    private static string Words(Entry entry) => entry.Kind.IsMoment() ? entry.Text : entry.Words.Whole();
}
