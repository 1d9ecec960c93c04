using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake;
using IncidentBot.Slack.Capture;
using IncidentBot.Slack.Speech.Messages;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Storage.Rooms;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Slack.Voice;

/// <summary>
/// Sends what is owed to channels: one status message per incident, pinned and edited in place, one post at the close,
/// and the answers that no acknowledgement brought. What is said is made when it is sent.
/// </summary>
internal sealed class SlackRooms(
    SlackApi api, SlackPosts posts, SlackVoice voice, SlackDrafts drafts, SlackAttachments attachments, IIncidentStore store, IRoomStore rooms,
    CommandSettings settings, TimeProvider time) : IRoomPost
{
    private static readonly Posted Nothing = new Posted.Sent();

    public string Platform => SlackIds.Platform;

    private Instant Now => time.GetUtcNow().ToInstant();

    public async Task<Posted> SendAsync(OutboxItem item, CancellationToken ct)
    {
        if (item.Reply is { } reply)
        {
            return SlackAddress.Read(reply.Address) is { } to
                ? Of(await voice.TellAsync(to, Replies.Of(new Outcome.Answered(reply.Answer), settings), ct))
                : new Posted.Refused("its address cannot be read");
        }

        if (SlackIds.Channel(item.Room) is not { } channel || item.Incident is not { } id || await store.ReadAsync(id, ct) is not { } incident)
        {
            return Nothing;
        }

        return item.Kind switch
        {
            OutboxKind.Status => await ShowAsync(item, incident, channel, ct),
            OutboxKind.Draft => await CloseAsync(item, incident, channel, ct),
            OutboxKind.Files => await attachments.FetchAsync(item, incident, channel, ct),
            _ => new Posted.Refused("nothing of that kind is known here"),
        };
    }

    /// <summary>What a call came to, for whoever decides on trying again.</summary>
    public static Posted Of(SlackTrouble? trouble, string? message = null) => trouble switch
    {
        null => new Posted.Sent(message),
        { Outcome: SlackOutcome.RateLimited } => new Posted.Later(trouble.Text, trouble.RetryAfter),
        { Outcome: SlackOutcome.Unreachable } => new Posted.Later(trouble.Text),
        { Outcome: SlackOutcome.Unknown } => new Posted.Unknown(trouble.Text),
        _ => new Posted.Refused(trouble.Text),
    };

    private async Task<Posted> ShowAsync(OutboxItem item, Incident incident, string channel, CancellationToken ct)
    {
        var message = SlackVoice.Post(StatusMessage.Of(incident, settings, Now), channel);
        if (item.MessageId is { } known)
        {
            var updated = await UpdateAsync(message, known, ct);
            if (updated.Trouble is not { Error: "message_not_found" })
            {
                return Of(updated.Trouble, known);
            }

            // Somebody deleted it.
            await rooms.ForgetMessageAsync(incident.Id, item.Room, item.Kind);
        }

        var posted = await PostAsync(item, message, $"{incident.Id}/{item.Kind}/{item.MessageId}", ct);
        if (posted.IsOk)
        {
            // Without the right to pin, it stands there unpinned.
            await api.PinAsync(channel, posted.Value.Ts, ct);
        }

        return Of(posted.Trouble, posted.Value?.Ts);
    }

    private async Task<Posted> CloseAsync(OutboxItem item, Incident incident, string channel, CancellationToken ct)
    {
        if (!incident.Closed)
        {
            // It goes on; there will be another close.
            return Nothing;
        }

        var posted = await PostAsync(
            item, SlackVoice.Post(ClosingMessage.Of(incident, settings, Now), channel), $"{incident.Id}/{item.Kind}/{item.Version}", ct);
        return posted.IsOk && !item.MaybeSent
            ? Of(await drafts.UploadAsync(incident, channel, posted.Value.Ts, ct), posted.Value.Ts)
            : Of(posted.Trouble, posted.Value?.Ts);
    }

    private async Task<SlackAnswer<PostedMessage>> UpdateAsync(SlackPost post, string ts, CancellationToken ct)
    {
        var answer = await api.UpdateAsync(post, ts, ct);
        return answer.Trouble is { } trouble && AreBlocksRefused(trouble) ? await api.UpdateAsync(post with { Blocks = null }, ts, ct) : answer;
    }

    private async Task<SlackAnswer<PostedMessage>> PostAsync(OutboxItem item, SlackPost post, string id, CancellationToken ct)
    {
        var triedAt = item.MaybeSent ? item.WrittenAt.ToDateTimeOffset() : (DateTimeOffset?)null;
        var answer = await posts.PostOnceAsync(post, id, triedAt, ct);
        return answer.Trouble is { } trouble && AreBlocksRefused(trouble)
            ? await posts.PostOnceAsync(post with { Blocks = null }, id, triedAt, ct)
            : answer;
    }

    /// <summary>Then the words alone have to do.</summary>
    private static bool AreBlocksRefused(SlackTrouble trouble) => trouble.Error is "invalid_blocks" or "msg_blocks_too_long" or "invalid_blocks_format";
}
