using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech.Blocks;

namespace IncidentBot.Slack.Speech.Forms;

/// <summary>A new incident: where, what, how bad, and what was seen first.</summary>
/// <param name="Channel">The room, by Slack's id.</param>
/// <param name="Time">When it was noticed, as typed; empty for now.</param>
/// <param name="Detected">What was noticed; empty if only the title says it.</param>
internal sealed record DeclareForm(string Channel, string Title, string? Severity, string? Zone, string Time, string Detected)
{
    private const int LongestTitle = 150;

    /// <param name="channel">The room to offer first, by Slack's id; null for the one the person is in.</param>
    public static SlackView View(CommandSettings settings, TimeField times, string? channel = null) => BlockLimits.Fit(
        new SlackView(SlackView.Modal, SlackActions.DeclareIncident, [.. Blocks(settings, times, channel)])
        {
            Title = new Plain("Declare an incident"),
            Submit = new Plain("Declare"),
            Close = new Plain("Cancel"),
            PrivateMetadata = new ViewMetadata().Write(),
        });

    /// <summary>Reads what was sent in.</summary>
    public static FormReading<DeclareForm> Read(JsonElement values, TimeField times, CommandSettings settings)
    {
        var form = new FormValues(values);
        var (title, time, zone) = (form.Text(Fields.Title), form.Text(Fields.Time), form.Text(Fields.Zone));
        var (channel, severity) = (form.Channel(Fields.Channel), form.Choice(Fields.Severity));
        var found = Zones.Find(zone);
        form.Check(Fields.Channel, string.IsNullOrEmpty(channel) ? "Choose the channel in which you work on it." : null);
        form.Check(Fields.Title, title.Length == 0 ? "Say in a few words what is broken." : null);
        form.Check(Fields.Severity, severity is not null && !settings.Severities.Contains(severity) ? "There is no such severity any more." : null);
        form.Check(Fields.Zone, zone.Length > 0 && found is null
            ? $"I know no such zone. Zones are named by place: {string.Join(", ", Zones.Near(zone))}?"
            : null);
        form.Check(Fields.Time, (found is null ? times : times with { Zone = found }).Problem(time));
        return form.Read(() => new DeclareForm(channel!, title.ReplaceLineEndings(" "), severity, found?.Id, time, form.Text(Fields.Text)));
    }

    /// <summary>The lines it comes to, in their order: the zone stands before the time that is read in it.</summary>
    public IEnumerable<string> Lines(TimeField times, string root)
    {
        yield return CommandFormatter.Format(new Command.Open(Title), root);
        if (Severity is not null)
        {
            yield return CommandFormatter.Format(new Command.Set(Setting.Severity, Severity), root);
        }

        if (Zone is not null)
        {
            yield return CommandFormatter.Format(new Command.Set(Setting.Zone, Zone), root);
        }

        if (Time.Length > 0 || Detected.Length > 0)
        {
            var read = Zones.Find(Zone) is { } zone ? times with { Zone = zone } : times;
            yield return CommandFormatter.Format(
                new Command.RecordMoment(EntryKind.Detected, read.Before(Detected.Length > 0 ? Detected : Title, Time)), root);
        }
    }

    private static IEnumerable<Block> Blocks(CommandSettings settings, TimeField times, string? channel)
    {
        yield return Fields.Line(Fields.Title, "Title", null, "Checkout returns 500s", LongestTitle, optional: false, focus: true);
        yield return new Block.Input(Fields.Channel, new Plain("Channel"), new Element.ChannelSelect
        {
            InitialConversation = channel,
            DefaultToCurrentConversation = channel is null ? true : null,
            Filter = new ChannelFilter(["public", "private"], ExcludeBotUsers: true),
        });
        var severities = settings.Severities.Where(name => name.Length is > 0 and <= BlockLimits.OptionText)
            .Select(name => new Option(new Plain(name), name)).ToList();
        if (severities.Count > 0)
        {
            yield return new Block.Input(Fields.Severity, new Plain("Severity"), new Element.Select(severities)) { Optional = true };
        }

        yield return Fields.TextOf("What was noticed", initial: null, "It starts the clock. Empty leaves that for /detected.", optional: true, focus: false);
        yield return Fields.TimeOf("", "When it was noticed. Empty for now.");
        yield return Fields.Line(
            Fields.Zone, "Time zone", null, times.Zone.Id, 60, optional: true, "In which the times are read and shown. Empty for your own.");
    }
}
