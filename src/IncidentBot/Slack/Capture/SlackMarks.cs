using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake;
using IncidentBot.Slack.Voice;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Payloads;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Slack.Capture;

/// <summary>Messages that become entries by a reaction or a pin, and what becomes of them later.</summary>
internal sealed class SlackMarks(
    SlackApi api, SlackPeople people, SlackReplies replies, SlackSelf self, SlackOptions options, IIncidentStore store, TimeProvider time)
{
    public const string Pin = "pin";
    private const string Reaction = "reaction:";

    /// <summary>Shown on what was captured: no words, nobody is disturbed.</summary>
    private const string Tick = "white_check_mark";
    private const string Message = "message";

    /// <summary>How a message comes by an emoji; null if that means nothing.</summary>
    /// <param name="emoji">Its name; a skin tone may follow it.</param>
    public (string How, EntryKind Kind)? Meaning(string emoji)
    {
        var name = emoji.Split("::")[0];
        return options.Reactions.TryGetValue(name, out var verb) && Verbs.Find(verb)?.Kind is { } kind ? (Reaction + name, kind) : null;
    }

    public async Task TakeAsync(SlackDelivery delivery, SlackEvent happened, CancellationToken ct)
    {
        switch (happened)
        {
            case SlackEvent.ReactionAdded { Item: { Type: Message, Channel: { } channel, Ts: { } ts } } e when Meaning(e.Reaction) is { } mark:
                await CaptureAsync(delivery, e.User, channel, ts, null, mark, ct);
                break;
            case SlackEvent.ReactionRemoved { Item: { Type: Message, Channel: { } channel, Ts: { } ts } } e when Meaning(e.Reaction) is { } mark:
                await ReleaseAsync(delivery, e.User, channel, ts, mark.How, ct);
                break;
            case SlackEvent.PinAdded { Item: { Type: Message, Message: { Ts.Length: > 0 } pinned } } e:
                await CaptureAsync(delivery, e.User, e.ChannelId, pinned.Ts, pinned, (Pin, EntryKind.Note), ct);
                break;
            case SlackEvent.PinRemoved { Item: { Type: Message } item } e when (item.Message?.Ts ?? item.Ts) is { Length: > 0 } ts:
                await ReleaseAsync(delivery, e.User, e.ChannelId, ts, Pin, ct);
                break;
            case SlackEvent.MessageChanged e when e.Now.Text != e.Before?.Text && e.Now.Ts.Length > 0:
                await ChangeAsync(
                    delivery, e.Channel, e.Now.Ts, e.Now.Edited?.User ?? e.Now.User, e.Now.Edited?.Ts ?? e.EventTs, e.Now.Text,
                    message => new MessageChange.Edited(message), ct);
                break;
            case SlackEvent.MessageDeleted e:
                await ChangeAsync(delivery, e.Channel, e.Ts, e.Before?.User, e.EventTs, "", message => new MessageChange.Deleted(message), ct);
                break;
        }
    }

    /// <summary>A mark that was missed when it was made. What was marked that way before, and taken back, stays so.</summary>
    public async Task RecoverAsync(string channel, SlackMessage message, string user, (string How, EntryKind Kind) mark, CancellationToken ct)
    {
        var identity = await self.Identity.WaitAsync(ct);
        if (user == identity.UserId || SlackIds.At(message.Ts) is not { } sentAt || await IsKnownAsync(channel, message.Ts, mark.How, ct))
        {
            return;
        }

        var request = await RequestAsync(SlackIds.Delivery($"recovered:{channel}/{message.Ts}/{mark.How}"), user, channel, sentAt, ct);
        await RecordAsync(request with { Recovered = true }, identity, channel, message, sentAt, mark, ct);
    }

    private async Task CaptureAsync(
        SlackDelivery delivery, string user, string channel, string ts, SlackMessage? message, (string How, EntryKind Kind) mark, CancellationToken ct)
    {
        var identity = await self.Identity.WaitAsync(ct);
        if (user == identity.UserId || SlackIds.At(ts) is not { } sentAt)
        {
            return;
        }

        // A pin brings its message along, a reaction only its place.
        message ??= await FindAsync(channel, ts, user, ct);
        if (message is null || message.User == identity.UserId)
        {
            return;
        }

        var request = await RequestAsync(SlackIds.Delivery(delivery.Id), user, channel, delivery.ReceivedAt.ToInstant(), ct);
        await RecordAsync(request, identity, channel, message, sentAt, mark, ct);
    }

    private async Task RecordAsync(
        CommandRequest request, SlackIdentity identity, string channel, SlackMessage message, Instant sentAt, (string How, EntryKind Kind) mark,
        CancellationToken ct)
    {
        var author = await people.FindAsync(message.User ?? "", message.Username, ct);
        var outcome = await replies.RecordAsync(request with
        {
            Text = await people.ReadAsync(message.Text, ct),
            Change = new MessageChange.Captured(SlackIds.Message(channel, message.Ts, mark.How), mark.Kind, author.Person, sentAt)
            {
                Link = SlackLines.Link(identity.Url, channel, message),
                Thread = SlackLines.Thread(message),
                HasFiles = message.Files.Count > 0,
            },
        });
        var user = request.Actor.Id[(SlackIds.Platform.Length + 1)..];
        if (Demand(outcome) is { Entry: not null })
        {
            await api.ReactAsync(channel, message.Ts, Tick, ct);
        }
        else
        {
            await replies.HintAsync(new SlackAddress(null, channel, user, SlackLines.Thread(message)), outcome.Text);
        }
    }

    private async Task ReleaseAsync(SlackDelivery delivery, string user, string channel, string ts, string how, CancellationToken ct)
    {
        if (user != (await self.Identity.WaitAsync(ct)).UserId && await FindEntryAsync(channel, ts, ct) is { Message.Ref.How: var came } && came == how)
        {
            var request = await RequestAsync(SlackIds.Delivery(delivery.Id), user, channel, delivery.ReceivedAt.ToInstant(), ct);
            if (Demand(await replies.RecordAsync(request with { Change = new MessageChange.Released(SlackIds.Message(channel, ts, how)) })).Recorded)
            {
                await api.UnreactAsync(channel, ts, Tick, ct);
            }
        }
    }

    /// <summary>Most messages that change were never captured; those are not even asked about.</summary>
    private async Task ChangeAsync(
        SlackDelivery delivery, string channel, string ts, string? user, string at, string text, Func<MessageRef, MessageChange> change, CancellationToken ct)
    {
        if (await FindEntryAsync(channel, ts, ct) is { Message: { } captured })
        {
            var request = await RequestAsync(SlackIds.Delivery(delivery.Id), user ?? "", channel, SlackIds.At(at) ?? delivery.ReceivedAt.ToInstant(), ct);
            Demand(await replies.RecordAsync(request with
            {
                Text = await people.ReadAsync(text, ct),
                Actor = user is null ? captured.Author : request.Actor,
                Change = change(captured.Ref),
            }));
        }
    }

    private async Task<CommandRequest> RequestAsync(DeliveryKey delivery, string user, string channel, Instant at, CancellationToken ct)
    {
        var author = await people.FindAsync(user, null, ct);
        return new CommandRequest
        {
            Delivery = delivery,
            Channel = SlackIds.Room(channel),
            Actor = author.Person,
            Zone = author.Zone,
            Locale = author.Locale,
            Text = "",
            SentAt = at,
            ReceivedAt = time.GetUtcNow().ToInstant(),
        };
    }

    private async Task<SlackMessage?> FindAsync(string channel, string ts, string user, CancellationToken ct)
    {
        var found = await api.GetReactionsAsync(channel, ts, ct);
        if (found.IsOk)
        {
            return found.Value.Message;
        }

        if (found.Trouble.Outcome is not SlackOutcome.Refused)
        {
            // Not acknowledged, it is delivered again.
            throw new IOException(found.Trouble.Text);
        }

        await replies.HintAsync(new SlackAddress(null, channel, user), $"That message could not be read, so it was not recorded: {found.Trouble.Error}.");
        return null;
    }

    private async Task<Entry?> FindEntryAsync(string channel, string ts, CancellationToken ct) =>
        (await store.FindAsync(SlackIds.Room(channel), ct))?.FindMessage(SlackIds.Message(channel, ts, Pin));

    private async Task<bool> IsKnownAsync(string channel, string ts, string how, CancellationToken ct) =>
        await store.FindAsync(SlackIds.Room(channel), ct) is { } incident
        && incident.Entries.Any(entry => entry.Message?.Ref is { } known && known.Id == ts && (known.How == how || !entry.Withdrawn));

    /// <summary>What is not stored must not be acknowledged, so that it is delivered again.</summary>
    private static CommandAnswer Demand(Outcome outcome) => outcome switch
    {
        Outcome.Answered answered => answered.Answer,
        Outcome.Spooled spooled => CommandAnswer.Only(spooled.Text),
        _ => throw new IOException(outcome.Text),
    };
}
