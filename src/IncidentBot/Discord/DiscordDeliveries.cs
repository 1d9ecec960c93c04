using IncidentBot.Discord.Capture;
using IncidentBot.Discord.Voice;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Storage.Rooms;

namespace IncidentBot.Discord;

/// <summary>What becomes of a delivery: here the platform's payloads end and the bot's commands begin.</summary>
internal sealed class DiscordDeliveries(
    DiscordPlaces places, DiscordSelf self, DiscordLines lines, DiscordForms forms, DiscordViews views, DiscordButtons buttons, DiscordOffers offers,
    DiscordMarks marks, DiscordPins pins, DiscordEdits edits, DiscordReplies replies, DiscordCatchUp catchUp, RoomCursors cursors)
{
    /// <summary>In direct messages: what is typed there belongs to no incident.</summary>
    private const string Alone =
        "Incidents belong to a channel of a server, so nothing was recorded. Type this in the channel where people work on it; `/detected what happened` begins one there.";

    /// <returns>Null: interactions are answered where it is known what to do if that fails.</returns>
    public async Task<DiscordResponse?> TakeAsync(DiscordDelivery delivery, CancellationToken ct)
    {
        places.Note(delivery);
        switch (delivery.Payload)
        {
            case DiscordPayload.Interaction { Value: var used }:
                delivery.AnswerByTaker();
                await TakeAsync(delivery, used, ct);
                break;
            case DiscordPayload.MessageCreated { Message: { GuildId: null } said }:
                await replies.DirectAsync(said, Alone, ct);
                break;
            case DiscordPayload.MessageCreated { Message: var said }:
                await lines.TakeAsync(said, said.GuildId, delivery.ReceivedAt, delivery.Place, ct);
                cursors.Seen(new RoomCursor(DiscordIds.Room(said.GuildId, said.ChannelId), null, said.Id));
                break;
            case DiscordPayload.MessageUpdated { Message: var now }:
                await edits.TakeAsync(delivery, now, ct);
                break;
            case DiscordPayload.MessagesDeleted deleted:
                await edits.TakeAsync(delivery, deleted, ct);
                break;
            case DiscordPayload.Reaction reaction:
                await marks.TakeAsync(delivery, reaction, ct);
                break;
            case DiscordPayload.ReactionsCleared cleared:
                await marks.TakeAsync(delivery, cleared, ct);
                break;
            case DiscordPayload.PinsChanged changed:
                await pins.TakeAsync(places.Room(changed.GuildId, changed.ChannelId), recovered: false, ct);
                break;
            case DiscordPayload.Ready { Value.User: var bot }:
                self.Note(bot.Id);
                catchUp.Ask();
                break;
        }

        return null;
    }

    private Task TakeAsync(DiscordDelivery delivery, DiscordInteraction used, CancellationToken ct) => used.Type switch
    {
        InteractionTypes.Autocomplete => offers.OfferAsync(delivery, used, ct),
        _ when used.GuildId is null || used.ChannelId is null => replies.HintAsync(delivery, used, Alone),
        InteractionTypes.Command when used.Data.Type == CommandTypes.Message => views.OpenAsync(delivery, used, ct),
        InteractionTypes.Command => lines.TakeAsync(delivery, used, ct),
        InteractionTypes.Component => buttons.PressAsync(delivery, used, ct),
        InteractionTypes.Modal => forms.TakeAsync(delivery, used, ct),
        _ => Task.CompletedTask,
    };
}
