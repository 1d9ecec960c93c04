using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech.Blocks;

namespace IncidentBot.Slack.Speech.Forms;

/// <summary>A part of the document that is still missing.</summary>
internal sealed record MissingForm(Command.RecordWriteUp Item)
{
    /// <param name="kind">A write-up item; a moment is asked for with <see cref="TimelineForm"/>.</param>
    public static SlackView View(Incident incident, EntryKind kind, ViewMetadata about)
    {
        var (verb, name) = (Verbs.Of(kind), IncidentWords.Name(kind));
        return BlockLimits.Fit(new SlackView(SlackView.Modal, SlackActions.MissingField,
        [
            new Block.Context(Mrkdwn.Format($"{incident.Id} · {Mrkdwn.Excerpt(incident.Title, 150)}")),
            Fields.TextOf(name, initial: null, $"For example: {verb.Example}", optional: false),
        ])
        {
            Title = new Plain($"Add {name.ToLowerInvariant()}"),
            Submit = new Plain("Add"),
            Close = new Plain("Cancel"),
            PrivateMetadata = (about with { Incident = incident.Id.ToString(), Kind = kind.Verb() }).Write(),
        });
    }

    /// <summary>Reads what was sent in.</summary>
    public static FormReading<MissingForm> Read(JsonElement values, ViewMetadata? about)
    {
        var form = new FormValues(values);
        var text = form.Text(Fields.Text);
        var kind = about?.Kind is { } verb ? Verbs.Find(verb)?.Kind : null;
        var item = kind is { } known && !known.IsMoment() && text.Length > 0 ? CommandParser.ReadWriteUp(known, text) : null;
        form.Check(Fields.Text, kind is null ? "This view is too old. Open it again."
            : text.Length == 0 ? "Type something first."
            : item is null ? $"Like this: {Verbs.Of(kind.Value).Example}"
            : null);
        return form.Read(() => new MissingForm(item!));
    }

    /// <summary>The line it comes to: <c>/impact 30% of checkouts failed</c>.</summary>
    public string Line(string root) => CommandFormatter.Format(Item, root);
}
