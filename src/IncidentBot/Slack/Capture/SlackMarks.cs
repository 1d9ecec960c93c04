using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Slack.Voice;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Payloads;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Slack.Capture;

/// <summary>Messages that become entries by a reaction or a pin, until it is taken away.</summary>
internal sealed class SlackMarks(SlackMessages messages, SlackPeople people, SlackReplies replies, SlackSelf self, SlackTicks ticks, SlackOptions options)
{
    public const string Pin = "pin";

    /// <summary>What a message is said to be by pinning it.</summary>
    public static readonly (string How, EntryKind Kind) Pinned = (Pin, EntryKind.Note);

    private const string Reaction = "reaction:";
    private const string Message = "message";

    /// <summary>How a message comes by an emoji; null if that means nothing.</summary>
    /// <param name="emoji">Its name; a skin tone may follow it.</param>
    public (string How, EntryKind Kind)? Meaning(string emoji)
    {
        var name = emoji.Split("::")[0];
        return options.Reactions.TryGetValue(name, out var verb) && Verbs.Find(verb)?.Kind is { } kind ? (Reaction + name, kind) : null;
    }

    /// <summary>Whether a message came by a reaction that still means something.</summary>
    public bool IsReaction(string how) => how.StartsWith(Reaction, StringComparison.Ordinal) && Meaning(how[Reaction.Length..]) is not null;

    /// <summary>Whether a reaction stands on a message.</summary>
    public bool Stands(SlackMessage message, string how) =>
        message.Reactions.Any(reaction => reaction is not { Count: 0, Users.Count: 0 } && Meaning(reaction.Name)?.How == how);

    public async Task TakeAsync(SlackDelivery delivery, SlackEvent happened, CancellationToken ct)
    {
        switch (happened)
        {
            case SlackEvent.ReactionAdded { Item: { Type: Message, Channel: { } channel, Ts: { } ts } } e when Meaning(e.Reaction) is { } mark:
                await CaptureAsync(delivery, e.EventTs, e.User, channel, ts, null, mark, ct);
                break;
            case SlackEvent.ReactionRemoved { Item: { Type: Message, Channel: { } channel, Ts: { } ts } } e when Meaning(e.Reaction) is { } mark:
                await ReleaseAsync(delivery, e.User, channel, ts, mark.How, ct);
                break;
            case SlackEvent.PinAdded { Item: { Type: Message } item } e when (item.Message?.Ts ?? item.Ts) is { Length: > 0 } ts:
                await CaptureAsync(delivery, e.EventTs, e.User, e.ChannelId, ts, item.Message, Pinned, ct);
                break;
            case SlackEvent.PinRemoved { Item: { Type: Message } item } e when (item.Message?.Ts ?? item.Ts) is { Length: > 0 } ts:
                await ReleaseAsync(delivery, e.User, e.ChannelId, ts, Pin, ct);
                break;
        }
    }

    /// <summary>
    /// A mark that was missed when it was made. What it brought before stays as it is: also what somebody took back by
    /// hand, while what went with its mark comes back with it.
    /// </summary>
    public async Task RecoverAsync(string channel, SlackMessage message, string user, (string How, EntryKind Kind) mark, CancellationToken ct)
    {
        var identity = await self.Identity.WaitAsync(ct);
        if (user == identity.UserId || message.User == identity.UserId || SlackIds.At(message.Ts) is not { } sentAt)
        {
            return;
        }

        var before = await messages.FindAllAsync(channel, message.Ts, ct);
        if (before.Any(entry => !entry.Withdrawn || (entry.Message!.Ref.How == mark.How && !WentWithItsMark(entry))))
        {
            return;
        }

        var request = await messages.RequestAsync(
            SlackIds.Delivery($"recovered:{channel}/{message.Ts}/{mark.How}/{before.Count}"), user, channel, sentAt, ct);
        await RecordAsync(request with { Recovered = true }, user, identity, channel, message, sentAt, mark, ct);
    }

    private async Task CaptureAsync(
        SlackDelivery delivery, string at, string user, string channel, string ts, SlackMessage? message, (string How, EntryKind Kind) mark,
        CancellationToken ct)
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

        // By Slack's clock, as its edits are.
        var markedAt = SlackIds.At(at) ?? delivery.ReceivedAt.ToInstant();
        var request = await messages.RequestAsync(SlackIds.Delivery(delivery.Id), user, channel, markedAt, ct);
        await RecordAsync(request, user, identity, channel, message, sentAt, mark, ct);
    }

    private async Task RecordAsync(
        CommandRequest request, string user, SlackIdentity identity, string channel, SlackMessage message, Instant sentAt,
        (string How, EntryKind Kind) mark, CancellationToken ct)
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
        if (SlackMessages.Demand(outcome) is { Entry: not null })
        {
            ticks.Put(channel, message.Ts);
        }
        else
        {
            replies.Hint(new SlackAddress(null, channel, user, SlackLines.Thread(message)), outcome.Text);
        }
    }

    private async Task ReleaseAsync(SlackDelivery delivery, string user, string channel, string ts, string how, CancellationToken ct)
    {
        if (user == (await self.Identity.WaitAsync(ct)).UserId || (await messages.FindEntryAsync(channel, ts, ct))?.Message?.Ref.How != how
            || await IsLeftAsync(channel, ts, how, ct))
        {
            return;
        }

        var request = await messages.RequestAsync(SlackIds.Delivery(delivery.Id), user, channel, delivery.ReceivedAt.ToInstant(), ct);
        var answer = SlackMessages.Demand(await replies.RecordAsync(request with { Change = new MessageChange.Released(SlackIds.Message(channel, ts, how)) }));
        if (answer.Recorded)
        {
            ticks.Take(channel, ts);
        }
    }

    /// <summary>Whether somebody else's reaction of that kind still stands there; a pin is one for all.</summary>
    private async Task<bool> IsLeftAsync(string channel, string ts, string how, CancellationToken ct) =>
        how != Pin && await messages.ReadAsync(channel, ts, ct) is { Value: { } message } && Stands(message, how);

    private async Task<SlackMessage?> FindAsync(string channel, string ts, string user, CancellationToken ct)
    {
        var found = await messages.ReadAsync(channel, ts, ct);
        if (found.IsOk)
        {
            return found.Value;
        }

        if (found.Trouble.Outcome is not SlackOutcome.Refused)
        {
            // Not acknowledged, it is delivered again.
            throw new IOException(found.Trouble.Text);
        }

        replies.Hint(new SlackAddress(null, channel, user), $"That message could not be read, so it was not recorded: {found.Trouble.Error}.");
        return null;
    }

    private static bool WentWithItsMark(Entry entry) =>
        entry.History.LastOrDefault(change => change.Change == "withdrawn")?.Reason == Cause.Describe(Cause.Removed(entry.Message!.Ref.How));
}
