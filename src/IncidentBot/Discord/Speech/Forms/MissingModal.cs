using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake.Speech;

namespace IncidentBot.Discord.Speech.Forms;

/// <summary>Parts of the document that are still missing, as many as a modal has room for.</summary>
internal sealed record MissingModal(IReadOnlyList<Command.RecordWriteUp> Items)
{
    /// <summary>One part.</summary>
    public static ModalBody View(Incident incident, EntryKind kind) => View(incident, [kind]);

    /// <summary>All that is missing and can be filled in; null if nothing is.</summary>
    public static ModalBody? View(Incident incident)
    {
        List<EntryKind> kinds = [.. Gap.Of(incident).Where(gap => IncidentWords.IsFillable(gap, out _)).Select(gap => gap.Verb!.Value)];
        return kinds.Count > 0 ? View(incident, kinds) : null;
    }

    /// <summary>Reads what was sent in; what was left empty is left out.</summary>
    public static ModalReading<MissingModal> Read(IReadOnlyDictionary<string, SubmittedComponent> fields)
    {
        var (form, items) = (new ModalValues(fields), new List<Command.RecordWriteUp>());
        foreach (var name in form.Names)
        {
            var (kind, text) = (Verbs.Find(name)?.Kind, form.Text(name));
            if (text.Length > 0 && kind is { } known && !known.IsMoment())
            {
                var item = CommandParser.ReadWriteUp(known, text);
                form.Check(item is null ? $"{IncidentWords.Name(known)} like this: {Verbs.Of(known).Example}" : null);
                items.AddRange(item is null ? [] : [item]);
            }
        }

        form.Check(items.Count == 0 ? "Type something first." : null);
        return form.Read(() => new MissingModal(items));
    }

    /// <summary>The lines it comes to: <c>/impact 30% of checkouts failed</c>.</summary>
    public IEnumerable<string> Lines(string root) => Items.Select(item => CommandFormatter.Format(item, root));

    private static ModalBody View(Incident incident, List<EntryKind> kinds) => new(
        new ModalState(ModalState.Missing) { Incident = incident.Id }.Write(),
        ModalFields.Title($"{incident.Id}: what is missing"),
        [
            .. kinds.Take(Limits.ModalComponents).Select(kind => ModalFields.TextOf(
                kind.Verb(), IncidentWords.Name(kind), initial: null, $"For example: {Verbs.Of(kind).Example}", isOptional: kinds.Count > 1)),
        ]);
}
