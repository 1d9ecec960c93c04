using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Slack.Voice;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Storage.Rooms;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Slack.Capture;

/// <summary>
/// What becomes of captured messages later: edited, deleted, or without the mark by which they came. Most messages that
/// change were never captured; those are not even asked about.
/// </summary>
internal sealed class SlackEdits(SlackMessages messages, SlackMarks marks, SlackPeople people, SlackReplies replies, SlackTicks ticks, IIncidentStore store)
{
    private const string Gone = "message_not_found";

    /// <summary>Slack says in which second a message was edited.</summary>
    private static readonly Duration WholeSecond = Duration.FromSeconds(1);

    public async Task TakeAsync(SlackDelivery delivery, SlackEvent.MessageChanged changed, CancellationToken ct)
    {
        if (changed.Now.Ts.Length > 0 && changed.Now.Text != changed.Before?.Text
            && await messages.FindEntryAsync(changed.Channel, changed.Now.Ts, ct) is { Message: { } captured })
        {
            // That of the event is exact, that of the edit in whole seconds.
            var at = SlackIds.At(changed.EventTs) ?? SlackIds.At(changed.Now.Edited?.Ts) ?? delivery.ReceivedAt.ToInstant();
            await EditAsync(SlackIds.Delivery(delivery.Id), changed.Channel, captured, changed.Now, at, recovered: false, ct);
        }
    }

    public async Task TakeAsync(SlackDelivery delivery, SlackEvent.MessageDeleted deleted, CancellationToken ct)
    {
        if (await messages.FindEntryAsync(deleted.Channel, deleted.Ts, ct) is { Message: { } captured })
        {
            // Slack does not say who deleted it.
            var at = SlackIds.At(deleted.EventTs) ?? delivery.ReceivedAt.ToInstant();
            var request = messages.Request(SlackIds.Delivery(delivery.Id), captured.Author, deleted.Channel, at);
            await DoAsync(request, new MessageChange.Deleted(captured.Ref));
        }
    }

    /// <summary>What was missed: each standing entry from a message of the room is held against what stands there now.</summary>
    /// <param name="seen">The messages that were read already, by their ids.</param>
    /// <param name="pinned">The ids of those that are pinned; null if they could not be read.</param>
    public async Task RecoverAsync(OpenRoom room, IReadOnlyDictionary<string, SlackMessage> seen, IReadOnlySet<string>? pinned, Instant now, CancellationToken ct)
    {
        var entries = (await store.ReadAsync(room.Incident, ct))?.Entries ?? [];
        foreach (var entry in entries.Where(entry => entry is { Withdrawn: false, Redacted: false, DeletedThere: false } && entry.Message?.Ref.Channel == room.Room))
        {
            await RecoverAsync(entry, SlackIds.Channel(room.Room)!, seen, pinned, now, ct);
        }
    }

    private async Task RecoverAsync(
        Entry entry, string channel, IReadOnlyDictionary<string, SlackMessage> seen, IReadOnlySet<string>? pinned, Instant now, CancellationToken ct)
    {
        var captured = entry.Message!;
        var (ts, how) = (captured.Ref.Id, captured.Ref.How);
        if (!seen.TryGetValue(ts, out var message))
        {
            var found = await messages.ReadAsync(channel, ts, ct);
            if (found.Trouble?.Error == Gone)
            {
                await DoAsync(Recovered("deleted", captured.Author, now), new MessageChange.Deleted(captured.Ref));
            }

            message = found.Value;
        }

        if (message is null)
        {
            return;
        }

        if (how == SlackMarks.Pin ? pinned?.Contains(ts) == false : marks.IsReaction(how) && !marks.Stands(message, how))
        {
            await DoAsync(Recovered($"released/{entry.Number}", entry.RecordedBy, now), new MessageChange.Released(captured.Ref));
            ticks.Take(channel, ts);
        }
        else if (SlackIds.At(message.Edited?.Ts) is { } at && at + WholeSecond > entry.MessageReadAt)
        {
            await EditAsync(Key($"edited/{message.Edited!.Ts}"), channel, captured, message, Instant.Max(at, entry.MessageReadAt), recovered: true, ct);
        }

        DeliveryKey Key(string what) => SlackIds.Delivery($"recovered:{channel}/{ts}/{what}");

        CommandRequest Recovered(string what, Person actor, Instant at) => messages.Request(Key(what), actor, channel, at) with { Recovered = true };
    }

    private async Task EditAsync(
        DeliveryKey delivery, string channel, CapturedMessage captured, SlackMessage now, Instant at, bool recovered, CancellationToken ct)
    {
        var request = (now.Edited?.User ?? now.User) is { } user
            ? await messages.RequestAsync(delivery, user, channel, at, ct)
            : messages.Request(delivery, captured.Author, channel, at);
        await DoAsync(request with { Text = await people.ReadAsync(now.Text, ct), Recovered = recovered }, new MessageChange.Edited(captured.Ref));
    }

    private async Task DoAsync(CommandRequest request, MessageChange change) =>
        SlackMessages.Demand(await replies.RecordAsync(request with { Change = change }));
}
