using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech;
using IncidentBot.Slack.Speech.Forms;
using IncidentBot.Slack.Speech.Messages;
using IncidentBot.Slack.Voice;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Storage.Rooms;
using NodaTime.Extensions;
using SlackView = IncidentBot.Slack.Speech.Blocks.SlackView;

namespace IncidentBot.Slack.Capture;

/// <summary>Opens modals: from the shortcuts, and from buttons that need more than a tap.</summary>
internal sealed class SlackViews(
    SlackApi api, SlackPeople people, SlackReplies replies, IIncidentStore store, IRoomStore rooms, CommandSettings settings, TimeProvider time)
{
    public async Task<SlackAck> OpenAsync(SlackPayload.MessageAction action, CancellationToken ct)
    {
        if (action.CallbackId == SlackActions.AddToTimeline && action.Channel.Id.Length > 0)
        {
            var about = new ViewMetadata { Channel = action.Channel.Id, Message = action.MessageTs, Thread = SlackLines.Thread(action.Message) };
            var incident = await OpenIncidentAsync(action.Channel.Id, ct);
            var view = TimelineForm.View(
                incident, EntryKind.Note, await people.ReadAsync(action.Message.Text, ct), SlackIds.At(action.MessageTs),
                await TimesAsync(incident, action.User.Id, ct), about);
            await OpenAsync(action.TriggerId, view, new SlackAddress(action.ResponseUrl, action.Channel.Id, action.User.Id), ct);
        }

        return SlackAck.Empty;
    }

    public async Task<SlackAck> OpenAsync(SlackPayload.GlobalShortcut shortcut, CancellationToken ct)
    {
        if (shortcut.CallbackId == SlackActions.DeclareIncident)
        {
            await DeclareAsync(shortcut.TriggerId, shortcut.User.Id, null, new SlackAddress(null, "", shortcut.User.Id), ct);
        }

        return SlackAck.Empty;
    }

    public async Task DeclareAsync(string? trigger, string user, string? channel, SlackAddress to, CancellationToken ct) =>
        await OpenAsync(trigger, DeclareForm.View(settings, await TimesAsync(null, user, ct), channel), to, ct);

    /// <summary>A moment of a kind, to be typed.</summary>
    public async Task MomentAsync(string? trigger, Incident incident, EntryKind kind, string channel, string user, SlackAddress to, CancellationToken ct)
    {
        var about = new ViewMetadata { Channel = channel };
        var view = kind.IsMoment()
            ? TimelineForm.View(incident, kind, null, null, await TimesAsync(incident, user, ct), about)
            : MissingForm.View(incident, kind, about);
        await OpenAsync(trigger, view, to, ct);
    }

    public async Task AmendAsync(string? trigger, Incident incident, Entry entry, string channel, string user, SlackAddress to, CancellationToken ct) =>
        await OpenAsync(
            trigger, AmendForm.View(incident, entry, await TimesAsync(incident, user, ct), new ViewMetadata { Channel = channel }), to, ct);

    /// <summary>How times are read for somebody, in an incident.</summary>
    public async Task<TimeField> TimesAsync(Incident? incident, string user, CancellationToken ct)
    {
        var author = await people.FindAsync(user, null, ct);
        return TimeField.For(incident, await OwnZoneAsync(author.Person, ct) ?? author.Zone, author.Locale, settings, time.GetUtcNow().ToInstant());
    }

    public async Task<Incident?> OpenIncidentAsync(string channel, CancellationToken ct) =>
        await store.FindAsync(SlackIds.Room(channel), ct) is { Closed: false } incident ? incident : null;

    /// <summary>A form that only shows another zone is better than none.</summary>
    private async Task<string?> OwnZoneAsync(Person person, CancellationToken ct)
    {
        try
        {
            return await rooms.FindZoneAsync(person, ct);
        }
        catch (StorageException)
        {
            return null;
        }
    }

    private async Task OpenAsync(string? trigger, SlackView view, SlackAddress to, CancellationToken ct)
    {
        if (trigger is null || !(await api.OpenViewAsync(trigger, view.ToJson(), ct)).IsOk)
        {
            await replies.HintAsync(to, Replies.TookTooLong);
        }
    }
}
