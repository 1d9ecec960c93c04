using IncidentBot.Core.Incidents;
using IncidentBot.Slack.Wire;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Storage.Rooms;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Slack.Capture;

/// <summary>
/// Reads the channels of open incidents again after a start and after a gap: Slack does not send later what it could not
/// deliver. What was recorded already is known by its message, so reading too much does no harm.
/// </summary>
internal sealed partial class SlackCatchUp(
    SlackApi api, SlackHealth health, SlackLines lines, SlackMarks marks, IRoomStore rooms, RoomCursors cursors, TimeProvider time,
    ILogger<SlackCatchUp> logger) : BackgroundService
{
    private const int Pages = 50;

    /// <summary>After a change of the connection, for others that follow at once.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>Marks are put on messages long after they were written.</summary>
    private static readonly Duration BeforeCursor = Duration.FromHours(1);

    private readonly Signal _due = new();
    private bool _wasConnected;

    /// <summary>How often the rooms were read; for tests and for those who look after the bot.</summary>
    public int Rounds { get; private set; }

    public override void Dispose()
    {
        health.Changed -= Look;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        health.Changed += Look;
        try
        {
            // Also where requests are signed and no socket tells of gaps.
            _due.Set();
            while (true)
            {
                await _due.WaitAsync(stoppingToken);
                await Task.Delay(Settling, time, stoppingToken);
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The stop.
        }
    }

    /// <summary>Connected again after it was not: there may be a gap.</summary>
    private void Look()
    {
        var isConnected = health.Sockets.Any(socket => socket.IsConnected);
        if (isConnected && !_wasConnected)
        {
            _due.Set();
        }

        _wasConnected = isConnected;
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            foreach (var room in await rooms.OpenRoomsAsync(SlackIds.Platform, ct))
            {
                await ReadAsync(room, ct);
            }

            Rounds++;
        }
        catch (Exception e) when (!(e is OperationCanceledException && ct.IsCancellationRequested))
        {
            LogFailed(e);
        }
    }

    private async Task ReadAsync(OpenRoom room, CancellationToken ct)
    {
        var channel = SlackIds.Channel(room.Room)!;
        var cursor = room.Cursors.FirstOrDefault(c => c.Thread is null)?.Message;
        var from = SlackIds.At(cursor) is { } seen ? Instant.Min(seen, time.GetUtcNow().ToInstant()) - BeforeCursor : room.OpenedAt;
        var range = new SlackRange(channel) { Oldest = SlackIds.Ts(Instant.Max(from, room.OpenedAt)), IsInclusive = true };
        if (await AllAsync(next => api.HistoryAsync(range, ct, next)) is not { } messages)
        {
            return;
        }

        foreach (var message in messages.OrderBy(message => message.Ts, StringComparer.Ordinal))
        {
            await TakeAsync(channel, message, ct);
            if (message.ReplyCount > 0 && await AllAsync(next => api.RepliesAsync(range, message.Ts, ct, next)) is { } replies)
            {
                foreach (var reply in replies.Where(reply => reply.Ts != message.Ts))
                {
                    await TakeAsync(channel, reply, ct);
                }
            }
        }

        await PinsAsync(channel, room.OpenedAt, ct);
        if (messages.MaxBy(message => message.Ts, StringComparer.Ordinal) is { } last)
        {
            cursors.Seen(new RoomCursor(room.Room, null, last.Ts));
        }
    }

    private async Task TakeAsync(string channel, SlackMessage message, CancellationToken ct)
    {
        await lines.TakeAsync(message, channel, time.GetUtcNow().ToInstant(), recovered: true, ct);
        foreach (var reaction in message.Reactions)
        {
            if (marks.Meaning(reaction.Name) is { } mark && reaction.Users.Count > 0)
            {
                await marks.RecoverAsync(channel, message, reaction.Users[0], mark, ct);
            }
        }
    }

    private async Task PinsAsync(string channel, Instant since, CancellationToken ct)
    {
        var pins = await api.ListPinsAsync(channel, ct);
        foreach (var item in pins.Value?.Items ?? [])
        {
            // What was pinned before the incident has nothing to do with it.
            if (item.Message is { Ts.Length: > 0, BotId: null } message && SlackIds.At(message.Ts) >= since)
            {
                await marks.RecoverAsync(channel, message, item.CreatedBy ?? message.User ?? "", (SlackMarks.Pin, EntryKind.Note), ct);
            }
        }
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
                LogUnread(page.Trouble.Text);
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

    [LoggerMessage(LogLevel.Error, "The rooms of open incidents could not be read again")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(LogLevel.Warning, "A room could not be read again: {Problem}")]
    private partial void LogUnread(string problem);
}
