using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech.Blocks;

namespace IncidentBot.Slack.Speech.Forms;

/// <summary>A correction of an entry.</summary>
/// <param name="Time">As typed; null if it stays.</param>
/// <param name="Text">Null if it stays.</param>
internal sealed record AmendForm(int Entry, string? Time, string? Text)
{
    public static SlackView View(Incident incident, Entry entry, TimeField times, ViewMetadata about)
    {
        var words = entry.Kind.IsMoment() ? entry.Text : entry.Words.Whole();
        var keeps = words.Length > BlockLimits.Safe(BlockLimits.Input);
        var time = times.Write(entry.When);
        return BlockLimits.Fit(new SlackView(SlackView.Modal, SlackActions.AmendEntry, [.. Blocks()])
        {
            Title = new Plain($"Amend #{entry.Number}"),
            Submit = new Plain("Amend"),
            Close = new Plain("Cancel"),
            PrivateMetadata = (about with
            {
                Incident = incident.Id.ToString(),
                Entry = entry.Number,
                Kind = entry.Kind.Verb(),
                Time = time,
                Text = ViewMetadata.MarkOf(words),
                KeepsText = keeps ? true : null,
            }).Write(),
        });

        IEnumerable<Block> Blocks()
        {
            yield return new Block.Context(Mrkdwn.Format(
                $"{incident.Id} #{entry.Number} {entry.Kind.Verb()}. The old value stays in the history."));
            if (entry.Kind.IsMoment())
            {
                yield return Fields.TimeOf(time, $"Empty leaves the time. A clock without a zone is read in {times.Zone.Id}.");
            }

            yield return Fields.TextOf(
                "Text", keeps ? null : words,
                keeps ? $"It has {words.Length:N0} characters, too many for this field. Empty leaves them all." : "Empty leaves the text.",
                optional: true);
        }
    }

    /// <summary>Reads what was sent in.</summary>
    public static FormReading<AmendForm> Read(JsonElement values, TimeField times, ViewMetadata? about)
    {
        var form = new FormValues(values);
        var (time, text) = (form.Text(Fields.Time), form.Text(Fields.Text));
        var isNewTime = time.Length > 0 && time != about?.Time;
        var isNewText = text.Length > 0 && ViewMetadata.MarkOf(text) != about?.Text;
        form.Check(Fields.Time, isNewTime ? times.Problem(time) : null);
        form.Check(Fields.Text, about?.Entry is null ? "This view is too old. Open it again."
            : !isNewTime && !isNewText ? "Nothing was changed."
            : null);
        return form.Read(() => new AmendForm(about!.Entry!.Value, isNewTime ? time : null, isNewText ? text : null));
    }

    /// <summary>The line it comes to: <c>/incident amend 3 10:45 the cache was fine</c>.</summary>
    /// <param name="about">Says whether it is a moment; only its text may be taken for a time.</param>
    public string Line(TimeField times, string root, ViewMetadata about)
    {
        var isMoment = about.Kind is { } verb && Verbs.Find(verb)?.Kind?.IsMoment() == true;
        var rest = isMoment ? times.Before(Text ?? "", Time ?? "") : Text ?? "";
        return CommandFormatter.Format(new Command.Amend(Entry, rest), root);
    }
}
