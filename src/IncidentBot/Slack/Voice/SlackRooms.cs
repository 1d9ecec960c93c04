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
    SlackApi api, SlackPosts posts, SlackVoice voice, SlackDrafts drafts, SlackAttachments attachments, SlackUnheard unheard, IIncidentStore store,
    IRoomStore rooms,
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

        var hasLeft = !incident.Channels.Contains(item.Room);

        return item.Kind switch
        {
            OutboxKind.Status when hasLeft => await LeaveAsync(item, incident, channel, ct),
            OutboxKind.Draft when hasLeft => Nothing,
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
        var shown = item.MessageId is { } known ? await UpdateAsync(message, known, ct) : null;
        if (shown is null or { Trouble.Error: "message_not_found" })
        {
            shown = await StandAsync(item, incident, message, ct);
        }

        await unheard.HearAsync(incident, channel, shown.Trouble, ct);
        return Of(shown.Trouble, shown.Value?.Ts ?? item.MessageId);
    }

    /// <summary>The room feeds it no more, so what stands there must not look as if it did.</summary>
    private async Task<Posted> LeaveAsync(OutboxItem item, Incident incident, string channel, CancellationToken ct)
    {
        if (item.MessageId is not { } known)
        {
            return Nothing;
        }

        var shown = await UpdateAsync(SlackVoice.Post(StatusMessage.Left(incident, settings), channel), known, ct);
        return shown.Trouble?.Error == "message_not_found" ? Nothing : Of(shown.Trouble, known);
    }

    /// <summary>Posts the status message: the first, or another because somebody deleted it.</summary>
    private async Task<SlackAnswer<PostedMessage>> StandAsync(OutboxItem item, Incident incident, SlackPost message, CancellationToken ct)
    {
        if (item.MessageId is not null)
        {
            await rooms.ForgetMessageAsync(incident.Id, item.Room, item.Kind);
        }

        var posted = await PostAsync(item, message, $"{incident.Id}/{item.Kind}/{item.MessageId}", ct);
        if (posted.IsOk)
        {
            // Slack allows few pins a minute, and nothing waits for this one. Without the right to pin, it stands there unpinned.
            _ = api.PinAsync(message.Channel, posted.Value.Ts, CancellationToken.None);

            // One that was found may say what was true when it was posted.
            return item.MaybeSent ? await UpdateAsync(message, posted.Value.Ts, ct) : posted;
        }

        return posted;
    }

    private async Task<Posted> CloseAsync(OutboxItem item, Incident incident, string channel, CancellationToken ct)
    {
        if (!incident.Closed)
        {
            // It goes on; there will be another close.
            return Nothing;
        }

        var id = $"{incident.Id}/{item.Kind}/{item.Version}";
        var posted = await PostAsync(item, SlackVoice.Post(ClosingMessage.Of(incident, settings, Now), channel), id, ct);
        if (!posted.IsOk)
        {
            return Of(posted.Trouble);
        }

        var thread = posted.Value.Ts;
        var file = await drafts.AttachAsync(incident, channel, thread, mayBeThere: item.MaybeSent, ct);
        if (file is { Outcome: SlackOutcome.Refused })
        {
            var text = Replies.Hint($"The draft could not be attached: {file.Text}. `{Verbs.Draft.Typed(settings.Root)}` shows it.");
            await posts.PostOnceAsync(SlackVoice.Post(text, channel, thread), $"{id}/without", item.MaybeSent ? Since(item) : null, ct);
        }

        // The post stands already, so another try has to look for it.
        return file is null or { Outcome: SlackOutcome.Refused } ? Of(file, thread) : new Posted.Unknown(file.Text);
    }

    private async Task<SlackAnswer<PostedMessage>> UpdateAsync(SlackPost post, string ts, CancellationToken ct) =>
        await InWords.IfNeededAsync(post, words => api.UpdateAsync(words, ts, ct));

    private async Task<SlackAnswer<PostedMessage>> PostAsync(OutboxItem item, SlackPost post, string id, CancellationToken ct) =>
        await InWords.IfNeededAsync(post, words => posts.PostOnceAsync(words, id, item.MaybeSent ? Since(item) : null, ct));

    private static DateTimeOffset Since(OutboxItem item) => item.WrittenAt.ToDateTimeOffset();
}
