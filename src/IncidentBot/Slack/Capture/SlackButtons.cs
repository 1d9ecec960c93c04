using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech;
using IncidentBot.Slack.Speech.Messages;
using IncidentBot.Slack.Voice;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Capture;

/// <summary>
/// What buttons do. Their values came back from outside: an incident is touched only from a room that feeds it and in
/// which it is the current one, or from the Home tab.
/// </summary>
internal sealed class SlackButtons(
    SlackLines lines, SlackViews views, SlackReplies replies, SlackDrafts drafts, SlackHome home, SlackSight sight,
    IIncidentStore store, CommandSettings settings)
{
    public async Task<SlackAck> PressAsync(SlackDelivery delivery, SlackPayload.BlockActions pressed, CancellationToken ct)
    {
        foreach (var action in pressed.Actions)
        {
            await PressAsync(delivery, pressed, action, ct);
        }

        return SlackAck.Empty;
    }

    private async Task PressAsync(SlackDelivery delivery, SlackPayload.BlockActions pressed, SlackAction action, CancellationToken ct)
    {
        var name = SlackActions.NameOf(action.ActionId);
        var user = pressed.User.Id;
        var room = pressed.Channel?.Id ?? pressed.Container.ChannelId;
        var to = new SlackAddress(pressed.ResponseUrl, room ?? "", user, pressed.Container.ThreadTs);
        if (name == SlackActions.Open)
        {
            return;
        }

        if (name == SlackActions.Declare)
        {
            await views.DeclareAsync(pressed.TriggerId, user, room, to, ct);
            return;
        }

        if (!ActionValue.TryRead(action.Value, out var value) || await FindAsync(value.Incident, room, user, ct) is not var (incident, channel))
        {
            await replies.HintAsync(to, Replies.Stale);
            return;
        }

        var entry = value.Entry is { } number ? incident.Find(number) : null;
        switch (name)
        {
            case SlackActions.Note or SlackActions.DeadEnd:
                await views.MomentAsync(pressed.TriggerId, incident, name == SlackActions.Note ? EntryKind.Note : EntryKind.DeadEnd, channel, user, to, ct);
                break;
            case SlackActions.FixMissing when value.Kind is { } kind:
                await views.MomentAsync(pressed.TriggerId, incident, kind, channel, user, to, ct);
                break;
            case SlackActions.Amend when entry is not null:
                await views.AmendAsync(pressed.TriggerId, incident, entry, channel, user, to, ct);
                break;
            case SlackActions.Draft when IsAway(room):
                await drafts.SendAsync(incident, to, ct);
                break;
            case SlackActions.Draft:
                await drafts.SendAsync(incident, channel, pressed.Container.IsEphemeral ? null : pressed.Container.ThreadTs ?? pressed.Container.MessageTs, to, ct);
                break;
            case SlackActions.Undo:
                await SayAsync(CommandFormatter.Format(new Command.Undo(value.Entry), settings.Root));
                break;
            case SlackActions.Resolve:
                await SayAsync(CommandFormatter.Format(new Command.RecordMoment(EntryKind.Resolved, ""), settings.Root));
                break;
            case SlackActions.Close:
                await SayAsync(CommandFormatter.Format(new Command.Close(), settings.Root));
                break;
            default:
                await replies.HintAsync(to, Replies.Stale);
                break;
        }

        async Task SayAsync(string line)
        {
            await replies.TakeAsync(await lines.RequestAsync(delivery, channel, user, pressed.User.Called, line, ct), to);
            if (room is null)
            {
                await home.ShowAsync(user, ct);
            }
        }
    }

    /// <summary>From a room only its current incident; from elsewhere any that one may see.</summary>
    private async Task<(Incident Incident, string Channel)?> FindAsync(IncidentId id, string? room, string user, CancellationToken ct)
    {
        if (!IsAway(room))
        {
            return await store.FindAsync(SlackIds.Room(room!), ct) is { } current && current.Id == id ? (current, room!) : null;
        }

        return await store.ReadAsync(id, ct) is { } incident && await sight.MaySeeAsync(user, incident, ct)
            && await CurrentAsync(incident, ct) is { } channel
            ? (incident, channel)
            : null;
    }

    /// <summary>The room in which it is the current one: a line that is typed there is for it.</summary>
    private async Task<string?> CurrentAsync(Incident incident, CancellationToken ct)
    {
        foreach (var room in incident.Channels)
        {
            if (SlackIds.Channel(room) is { } channel && (await store.FindAsync(room, ct))?.Id == incident.Id)
            {
                return channel;
            }
        }

        return null;
    }

    /// <summary>On the Home tab, or in the conversation with the bot.</summary>
    private static bool IsAway(string? room) => room is null || room.StartsWith('D');
}
