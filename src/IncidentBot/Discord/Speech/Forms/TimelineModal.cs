using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake.Speech;
using NodaTime;

namespace IncidentBot.Discord.Speech.Forms;

/// <summary>Add to timeline: what a message, or a moment, is recorded as.</summary>
/// <param name="Time">As typed; empty for now.</param>
/// <param name="Text">Null if the message was too long for the field and stays as it is.</param>
internal sealed record TimelineModal(EntryKind Kind, string Time, string? Text)
{
    /// <param name="incident">The open incident of the room; null if there is none, and a detection opens one.</param>
    /// <param name="text">The words of the message, read to plain text; null or empty to be typed.</param>
    /// <param name="at">When the message was sent; null for now.</param>
    /// <param name="message">The id of the message; null if there is none.</param>
    public static ModalBody View(Incident? incident, EntryKind kind, string? text, Instant? at, TimeField times, string? message = null)
    {
        var words = TypedText.Storable(text ?? "");
        var keeps = words.Length > Limits.Input;
        var state = new ModalState(ModalState.Timeline) { Incident = incident?.Id, Message = message, KeepsText = keeps };
        return new ModalBody(state.Write(), ModalFields.Title(incident is null ? "Open an incident" : $"{incident.Id}: add to timeline"),
        [
            ModalFields.KindOf(incident is null ? EntryKind.Detected : kind),
            ModalFields.TimeOf(at is { } sent ? times.Write(sent) : "", times.Hint),
            ModalFields.TextOf(
                ModalFields.Text, "What happened", keeps ? null : words,
                keeps ? $"The message has {words.Length:N0} characters, too many for this field. Empty keeps them all." : null, isOptional: true),
        ]);
    }

    /// <summary>Reads what was sent in.</summary>
    public static ModalReading<TimelineModal> Read(IReadOnlyDictionary<string, SubmittedComponent> fields, TimeField times, ModalState state)
    {
        var form = new ModalValues(fields);
        var kind = form.Choice(ModalFields.Kind) is { } chosen && Verbs.Find(chosen)?.Kind is { } found && found.IsMoment() ? found : (EntryKind?)null;
        var (time, text) = (form.Text(ModalFields.Time), form.Text(ModalFields.Text));
        form.Check(kind is null ? "Choose what it is." : null);
        form.Check(times.Problem(time));
        form.Check(text.Length == 0 && kind != EntryKind.Resolved && !state.KeepsText ? "Say what happened." : null);
        return form.Read(() => new TimelineModal(kind!.Value, time, text.Length == 0 && state.KeepsText ? null : text));
    }

    /// <summary>The line it comes to: <c>/dead-end 10:00-10:45 the cache was fine</c>.</summary>
    /// <param name="message">The words of the message, for where they did not fit the field.</param>
    public string Line(TimeField times, string root, string message = "") =>
        CommandFormatter.Format(new Command.RecordMoment(Kind, times.Before(Text ?? message, Time)), root);
}
