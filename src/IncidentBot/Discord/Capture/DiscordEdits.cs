using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Storage.Rooms;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Discord.Capture;

/// <summary>
/// What becomes of captured messages later: edited, deleted, or without the mark by which they came. Most messages that
/// change were never captured; those are not even asked about. Without the intent for message content edits bring no words.
/// </summary>
internal sealed class DiscordEdits(DiscordApi api, DiscordMessages messages, DiscordMarks marks, DiscordPlaces places, DiscordNames names, DiscordTicks ticks, IIncidentStore store)
{
    /// <summary>So many old messages of a room are asked for one by one.</summary>
    private const int Most = 50;

    public async Task TakeAsync(DiscordDelivery delivery, DiscordMessage now, CancellationToken ct)
    {
        if (now is { Content.Length: > 0, EditedAt: { } at } && await messages.FindEntryAsync(places.Room(now.GuildId, now.ChannelId), now.Id, ct) is { Message: { } captured })
        {
            await EditAsync(DiscordIds.Delivery(delivery.Id), captured, now, at.ToInstant(), recovered: false, ct);
        }
    }

    public async Task TakeAsync(DiscordDelivery delivery, DiscordPayload.MessagesDeleted deleted, CancellationToken ct)
    {
        var room = places.Room(deleted.GuildId, deleted.ChannelId);
        foreach (var id in deleted.Ids)
        {
            if (await messages.FindEntryAsync(room, id, ct) is { Message: { } captured })
            {
                // Discord does not say who deleted it.
                await messages.DoAsync(
                    messages.Request(DiscordIds.Delivery($"deleted:{deleted.ChannelId}/{id}"), captured.Author, room, delivery.ReceivedAt.ToInstant()),
                    new MessageChange.Deleted(captured.Ref));
            }
        }
    }

    /// <summary>What was missed: each standing entry from a message of the room is held against what stands there now.</summary>
    /// <param name="seen">The messages that were read already, by their ids.</param>
    public async Task RecoverAsync(OpenRoom room, IReadOnlyDictionary<string, DiscordMessage> seen, Instant now, CancellationToken ct)
    {
        var entries = (await store.ReadAsync(room.Incident, ct))?.Entries ?? [];
        foreach (var entry in entries.Reverse()
            .Where(entry => entry is { Withdrawn: false, Redacted: false, DeletedThere: false } && entry.Message?.Ref.Channel == room.Room).Take(Most))
        {
            await RecoverAsync(entry, DiscordIds.Channel(room.Room)!, seen, now, ct);
        }
    }

    private async Task RecoverAsync(Entry entry, string channel, IReadOnlyDictionary<string, DiscordMessage> seen, Instant now, CancellationToken ct)
    {
        var captured = entry.Message!;
        var (id, how) = (captured.Ref.Id, captured.Ref.How);
        if (!seen.TryGetValue(id, out var message))
        {
            var found = await api.MessageAsync(channel, id, ct);
            if (found.Trouble?.Code == DiscordCodes.UnknownMessage)
            {
                await messages.DoAsync(Recovered("deleted", captured.Author), new MessageChange.Deleted(captured.Ref));
            }

            message = found.Value;
        }

        if (message is null)
        {
            return;
        }

        if (marks.IsReaction(how) && !marks.Stands(message, how))
        {
            await messages.DoAsync(Recovered($"released/{entry.Number}", entry.RecordedBy), new MessageChange.Released(captured.Ref));
            ticks.Take(channel, id);
        }
        else if (message.EditedAt?.ToInstant() is { } at && at > entry.MessageReadAt && message.Content is { Length: > 0 })
        {
            await EditAsync(Key($"edited/{message.EditedTimestamp}"), captured, message, at, recovered: true, ct);
        }

        DeliveryKey Key(string what) => DiscordIds.Delivery($"recovered:{channel}/{id}/{what}");

        CommandRequest Recovered(string what, Person actor) => messages.Request(Key(what), actor, captured.Ref.Channel, now) with { Recovered = true };
    }

    private async Task EditAsync(DeliveryKey delivery, CapturedMessage captured, DiscordMessage now, Instant at, bool recovered, CancellationToken ct)
    {
        var text = await names.ReadAsync(now, DiscordIds.Guild(captured.Ref.Channel), ct);
        await messages.DoAsync(
            messages.Request(delivery, captured.Author, captured.Ref.Channel, at) with { Text = text, Recovered = recovered }, new MessageChange.Edited(captured.Ref));
    }
}
