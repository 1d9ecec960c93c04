using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech.Blocks;
using NodaTime;

namespace IncidentBot.Slack.Speech.Forms;

/// <summary>Add to timeline: what a message, or a moment, is recorded as.</summary>
/// <param name="Time">As typed; empty for now.</param>
/// <param name="Text">Null if the message was too long for the field and stays as it is.</param>
internal sealed record TimelineForm(EntryKind Kind, string Time, string? Text)
{
    /// <param name="incident">The open incident of the room; null if there is none.</param>
    /// <param name="text">The words of the message; null or empty to be typed.</param>
    /// <param name="at">When the message was sent; null for now.</param>
    /// <param name="about">The room, and the message if there is one.</param>
    public static SlackView View(Incident? incident, EntryKind kind, string? text, Instant? at, TimeField times, ViewMetadata about)
    {
        var words = TypedText.Storable(text ?? "");
        var keeps = words.Length > BlockLimits.Safe(BlockLimits.Input);
        var time = at is { } sent ? times.Write(sent) : "";
        return BlockLimits.Fit(new SlackView(SlackView.Modal, SlackActions.AddToTimeline,
        [
            new Block.Context(incident is null
                ? Mrkdwn.Literal("No incident is open here. A detection opens one.")
                : Mrkdwn.Format($"{incident.Id} · {Mrkdwn.Excerpt(incident.Title, 150)}")),
            Fields.KindOf(incident is null ? EntryKind.Detected : kind),
            Fields.TimeOf(time, times.Hint),
            Fields.TextOf("What happened", keeps ? null : words, keeps ? Kept(words) : null, optional: true),
        ])
        {
            Title = new Plain("Add to timeline"),
            Submit = new Plain("Add"),
            Close = new Plain("Cancel"),
            PrivateMetadata = (about with { Incident = incident?.Id.ToString(), KeepsText = keeps ? true : null }).Write(),
        });
    }

    /// <summary>Reads what was sent in.</summary>
    public static FormReading<TimelineForm> Read(JsonElement values, TimeField times, ViewMetadata? about)
    {
        var form = new FormValues(values);
        var kind = form.Choice(Fields.Kind) is { } chosen && Verbs.Find(chosen)?.Kind is { } found && found.IsMoment() ? found : (EntryKind?)null;
        var (time, text) = (form.Text(Fields.Time), form.Text(Fields.Text));
        form.Check(Fields.Kind, kind is null ? "Choose what it is." : null);
        form.Check(Fields.Time, times.Problem(time));
        form.Check(Fields.Text, text.Length == 0 && kind != EntryKind.Resolved && about?.KeepsText != true ? "Say what happened." : null);
        return form.Read(() => new TimelineForm(kind!.Value, time, text.Length == 0 && about?.KeepsText == true ? null : text));
    }

    /// <summary>The line it comes to: <c>/dead-end 10:00-10:45 the cache was fine</c>.</summary>
    /// <param name="message">The words of the message, for where they did not fit the field.</param>
    public string Line(TimeField times, string root, string message = "") =>
        CommandFormatter.Format(new Command.RecordMoment(Kind, times.Before(Text ?? message, Time)), root);

    private static string Kept(string words) => $"The message has {words.Length:N0} characters, too many for this field. Empty keeps them all.";
}
