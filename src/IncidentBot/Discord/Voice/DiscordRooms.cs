using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Capture;
using IncidentBot.Discord.Speech;
using IncidentBot.Discord.Speech.Messages;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake;
using IncidentBot.Storage.Rooms;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Discord.Voice;

/// <summary>
/// Sends what is owed to channels and threads: one status message per incident, pinned and edited in place, one post at
/// the close with the draft, and the answers that no first answer brought. What is said is made when it is sent.
/// </summary>
internal sealed class DiscordRooms(
    DiscordApi api, DiscordPosts posts, DiscordVoice voice, DiscordDrafts drafts, DiscordAttachments attachments, DiscordUnheard unheard, DiscordPlaces places,
    IIncidentStore store, IRoomStore rooms, CommandSettings settings, TimeProvider time) : IRoomPost
{
    private static readonly Posted Nothing = new Posted.Sent();

    /// <summary>When Discord wants no more edits of an old message for a while.</summary>
    private const int TooManyEdits = 30046;
    private static readonly TimeSpan BetweenEdits = TimeSpan.FromMinutes(2);

    public string Platform => DiscordIds.Platform;

    private Instant Now => time.GetUtcNow().ToInstant();

    public async Task<Posted> SendAsync(OutboxItem item, CancellationToken ct)
    {
        if (item.Reply is { } reply)
        {
            return DiscordAddress.Read(reply.Address) is { } to
                ? Of(await voice.TellAsync(to, Replies.Of(new Outcome.Answered(reply.Answer)), reply.Delivery.Id, ct))
                : new Posted.Refused("its address cannot be read");
        }

        if (DiscordIds.Channel(item.Room) is not { } channel || item.Incident is not { } id || await store.ReadAsync(id, ct) is not { } incident)
        {
            return Nothing;
        }

        if (places.WhyGone(channel) is { } gone)
        {
            return new Posted.Refused(gone);
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
    public static Posted Of(DiscordTrouble? trouble, string? message = null) => trouble switch
    {
        null => new Posted.Sent(message),
        { Code: TooManyEdits } => new Posted.Later(trouble.Text, BetweenEdits),
        { Outcome: DiscordOutcome.RateLimited } => new Posted.Later(trouble.Text, trouble.RetryAfter),
        { Outcome: DiscordOutcome.Unreachable } => new Posted.Later(trouble.Text),
        { Outcome: DiscordOutcome.Unknown } => new Posted.Unknown(trouble.Text),
        _ => new Posted.Refused(trouble.Text),
    };

    private async Task<Posted> ShowAsync(OutboxItem item, Incident incident, string channel, CancellationToken ct)
    {
        var message = Fit(channel, StatusMessage.Of(incident, settings, Now));
        var shown = item.MessageId is { } known ? await api.EditAsync(channel, known, message, ct) : null;
        if (shown is null or { Trouble.Code: DiscordCodes.UnknownMessage })
        {
            shown = await StandAsync(item, incident, channel, message, ct);
        }

        if (shown.Trouble?.Code == DiscordCodes.UnknownChannel)
        {
            places.Forget(channel);
            await rooms.ForgetMessageAsync(incident.Id, item.Room, item.Kind);
        }

        await unheard.HearAsync(incident, channel, shown.Trouble, ct);
        return Of(shown.Trouble, shown.Value?.Id ?? item.MessageId);
    }

    /// <summary>The room feeds it no more, so what stands there must not look as if it did.</summary>
    private async Task<Posted> LeaveAsync(OutboxItem item, Incident incident, string channel, CancellationToken ct)
    {
        if (item.MessageId is not { } known)
        {
            return Nothing;
        }

        var shown = await api.EditAsync(channel, known, Fit(channel, StatusMessage.Left(incident, settings)), ct);
        return shown.Trouble is { IsGone: true } ? Nothing : Of(shown.Trouble, known);
    }

    /// <summary>Posts the status message: the first, or another because somebody deleted it.</summary>
    private async Task<DiscordAnswer<DiscordMessage>> StandAsync(OutboxItem item, Incident incident, string channel, MessageBody message, CancellationToken ct)
    {
        if (item.MessageId is not null)
        {
            await rooms.ForgetMessageAsync(incident.Id, item.Room, item.Kind);
        }

        var posted = await PostAsync(item, channel, message, $"{incident.Id}/{item.Kind}/{item.MessageId}", ct);
        if (!posted.IsOk)
        {
            return posted;
        }

        await unheard.HearPinAsync(channel, (await api.PinAsync(channel, posted.Value.Id, ct)).Trouble, ct);

        // One that was there already may say what was true when it was posted.
        return item.MaybeSent ? await api.EditAsync(channel, posted.Value.Id, message, ct) : posted;
    }

    private async Task<Posted> CloseAsync(OutboxItem item, Incident incident, string channel, CancellationToken ct)
    {
        if (!incident.Closed)
        {
            // It goes on; there will be another close.
            return Nothing;
        }

        var id = $"{incident.Id}/{item.Kind}/{item.Version}";
        var (file, problem) = drafts.File(incident, channel);
        if (file is not null)
        {
            var posted = await PostAsync(item, channel, Fit(channel, ClosingMessage.Of(incident, settings, Now, file)), id, ct);
            if (posted.Trouble is not { IsTooLarge: true } and not { IsForbidden: true })
            {
                return Of(posted.Trouble, posted.Value?.Id);
            }

            problem = posted.Trouble.IsTooLarge
                ? "Discord takes no file of that size here."
                : $"I lack the permission {DiscordRights.Missing(places.Find(channel), DiscordPermissions.AttachFiles)}.";
        }

        var without = Fit(channel, ClosingMessage.Of(incident, settings, Now) with { Content = drafts.Instead(problem!) });
        var alone = await PostAsync(item, channel, without, $"{id}/without", ct);
        return Of(alone.Trouble, alone.Value?.Id);
    }

    /// <summary>Where the bot may not embed, Discord refuses the whole message.</summary>
    private MessageBody Fit(string channel, MessageBody message) =>
        places.Find(channel)?.Rights is { } rights && !rights.Has(DiscordPermissions.EmbedLinks) ? Fitting.InWords(message) : message;

    private Task<DiscordAnswer<DiscordMessage>> PostAsync(OutboxItem item, string channel, MessageBody message, string id, CancellationToken ct) =>
        posts.PostOnceAsync(channel, message, id, item.MaybeSent ? item.WrittenAt.ToDateTimeOffset() : null, ct);
}
