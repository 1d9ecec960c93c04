using IncidentBot.Slack.Capture;
using IncidentBot.Slack.Voice;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Storage.Rooms;
using NodaTime.Extensions;

namespace IncidentBot.Slack;

/// <summary>What becomes of a delivery: here the platform's payloads end and the bot's commands begin.</summary>
internal sealed class SlackDeliveries(
    SlackLines lines, SlackMarks marks, SlackEdits edits, SlackViews views, SlackButtons buttons, SlackForms forms, SlackHome home, RoomCursors cursors)
{
    public async Task<SlackAck> TakeAsync(SlackDelivery delivery, CancellationToken ct)
    {
        switch (delivery.Payload)
        {
            case SlackPayload.SlashCommand command:
                return await lines.TakeAsync(delivery, command, ct);
            case SlackPayload.MessageAction action:
                return await views.OpenAsync(action, ct);
            case SlackPayload.GlobalShortcut shortcut:
                return await views.OpenAsync(shortcut, ct);
            case SlackPayload.BlockActions pressed:
                return await buttons.PressAsync(delivery, pressed, ct);
            case SlackPayload.ViewSubmission sent:
                return await forms.TakeAsync(delivery, sent, ct);
            case SlackPayload.EventCallback callback:
                await TakeAsync(delivery, callback.Event, ct);
                return SlackAck.Empty;
            default:
                return SlackAck.Empty;
        }
    }

    private async Task TakeAsync(SlackDelivery delivery, SlackEvent happened, CancellationToken ct)
    {
        switch (happened)
        {
            case SlackEvent.AppMention { Said: { Channel.Length: > 0 } said }:
                await lines.TakeAsync(said, said.Channel, delivery.ReceivedAt.ToInstant(), recovered: false, ct);
                break;
            case SlackEvent.Message { Said: { Channel.Length: > 0, Ts.Length: > 0 } said }:
                cursors.Seen(new RoomCursor(SlackIds.Room(said.Channel), null, said.Ts));
                break;
            case SlackEvent.MessageChanged changed:
                await edits.TakeAsync(delivery, changed, ct);
                break;
            case SlackEvent.MessageDeleted deleted:
                await edits.TakeAsync(delivery, deleted, ct);
                break;
            case SlackEvent.AppHomeOpened { Tab: null or "home" } opened:
                await home.ShowAsync(opened.User, ct);
                break;
            default:
                await marks.TakeAsync(delivery, happened, ct);
                break;
        }
    }
}
