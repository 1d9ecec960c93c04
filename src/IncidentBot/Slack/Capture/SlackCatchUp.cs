using IncidentBot.Slack.Wire;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Storage.Rooms;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Slack.Capture;

/// <summary>
/// Reads the channels of open incidents again whenever a socket is there after there was none: Slack does not send later
/// what it could not deliver.
/// </summary>
internal sealed class SlackCatchUp(
    SlackApi api, SlackHealth health, SlackLines lines, SlackMarks marks, SlackEdits edits, IRoomStore rooms, RoomCursors cursors, TimeProvider time,
    ILogger<SlackCatchUp> logger)
    : CatchUp(SlackIds.Platform, rooms, time, logger)
{
    private const int Pages = 50;

    /// <summary>Their clock and ours are not the same.</summary>
    private static readonly Duration Skew = Duration.FromMinutes(1);

    /// <summary>People talk in the thread of the alert that came before the incident.</summary>
    private static readonly Duration BeforeOpening = Duration.FromHours(2);

    /// <summary>What was handled before the last message that was seen, may still have been on its way.</summary>
    private static readonly Duration BeforeCursor = Duration.FromHours(1);

    private bool _wasConnected;

    public override void Dispose()
    {
        health.Changed -= Look;
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Where requests are signed, no socket tells of gaps.
        health.Changed += Look;
        return base.ExecuteAsync(stoppingToken);
    }

    /// <summary>Connected again after it was not: there may be a gap.</summary>
    private void Look()
    {
        var isConnected = health.Sockets.Any(socket => socket.IsConnected);
        if (isConnected && !_wasConnected)
        {
            Ask();
        }

        _wasConnected = isConnected;
    }

    /// <summary>
    /// Reads the room since the incident began, because marks are put on old messages too; threads only where somebody
    /// wrote since it was read last.
    /// </summary>
    protected override async Task<bool> ReadAsync(OpenRoom room, CancellationToken ct)
    {
        var channel = SlackIds.Channel(room.Room)!;
        var since = room.OpenedAt - Skew;
        var range = new SlackRange(channel) { Oldest = SlackIds.Ts(room.OpenedAt - BeforeOpening), IsInclusive = true };
        if (await AllAsync(next => api.HistoryAsync(range, ct, next)) is not { } messages)
        {
            return false;
        }

        var seen = messages.DistinctBy(message => message.Ts).ToDictionary(message => message.Ts);
        foreach (var parent in messages.Where(message => message.ReplyCount > 0 && IsNew(message, room)))
        {
            if (await AllAsync(next => api.RepliesAsync(range with { Oldest = SlackIds.Ts(since) }, parent.Ts, ct, next)) is not { } replies)
            {
                return false;
            }

            foreach (var reply in replies)
            {
                seen.TryAdd(reply.Ts, reply);
            }
        }

        foreach (var message in seen.Values.Where(message => SlackIds.At(message.Ts) >= since).OrderBy(message => message.Ts, StringComparer.Ordinal))
        {
            await TakeAsync(channel, message, ct);
        }

        var pinned = await PinsAsync(channel, since, ct);
        await edits.RecoverAsync(room, seen, pinned, Now.ToInstant(), ct);
        if (seen.Keys.Max(StringComparer.Ordinal) is { } last)
        {
            cursors.Seen(new RoomCursor(room.Room, null, last));
        }

        return true;
    }

    private static bool IsNew(SlackMessage parent, OpenRoom room) =>
        SlackIds.At(room.Cursors.FirstOrDefault(cursor => cursor.Thread is null)?.Message) is not { } seen
        || SlackIds.At(parent.LatestReply) is not { } last || last >= seen - BeforeCursor;

    private async Task TakeAsync(string channel, SlackMessage message, CancellationToken ct)
    {
        await lines.TakeAsync(message, channel, Now.ToInstant(), recovered: true, ct);
        foreach (var reaction in message.Reactions)
        {
            if (marks.Meaning(reaction.Name) is { } mark && reaction.Users.Count > 0)
            {
                await marks.RecoverAsync(channel, message, reaction.Users[0], mark, ct);
            }
        }
    }

    /// <returns>What is pinned; null if it could not be read.</returns>
    private async Task<IReadOnlySet<string>?> PinsAsync(string channel, Instant since, CancellationToken ct)
    {
        var pins = await api.ListPinsAsync(channel, ct);
        if (!pins.IsOk)
        {
            Unread(pins.Trouble.Text);
            return null;
        }

        foreach (var item in pins.Value.Items)
        {
            // What was pinned before the incident has nothing to do with it; what was written before it may.
            if (item.Message is { Ts.Length: > 0 } message && (item.Created > 0 ? Instant.FromUnixTimeSeconds(item.Created) : SlackIds.At(message.Ts)) >= since)
            {
                await marks.RecoverAsync(channel, message, item.CreatedBy ?? message.User ?? "", SlackMarks.Pinned, ct);
            }
        }

        return pins.Value.Items.Select(item => item.Message?.Ts).OfType<string>().ToHashSet();
    }

    /// <summary>All there is, or nothing: half a room must not move its cursor.</summary>
    private async Task<IReadOnlyList<SlackMessage>?> AllAsync(Func<string?, Task<SlackAnswer<MessagePage>>> read)
    {
        List<SlackMessage> all = [];
        string? next = null;
        for (var pages = 0; pages < Pages; pages++)
        {
            var page = await read(next);
            if (!page.IsOk)
            {
                Unread(page.Trouble.Text);
                return null;
            }

            all.AddRange(page.Value.Messages);
            next = page.Value.Next;
            if (next is null)
            {
                break;
            }
        }

        return all;
    }
}
