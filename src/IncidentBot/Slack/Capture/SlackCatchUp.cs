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
    SlackApi api, SlackHealth health, SlackLines lines, SlackMarks marks, SlackEdits edits, IRoomStore rooms, RoomCursors cursors, TimeProvider time,
    ILogger<SlackCatchUp> logger) : BackgroundService
{
    private const int Pages = 50;

    /// <summary>After a change of the connection, for others that follow at once.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    /// <summary>Their clock and ours are not the same.</summary>
    private static readonly Duration Skew = Duration.FromMinutes(1);

    /// <summary>People talk in the thread of the alert that came before the incident.</summary>
    private static readonly Duration BeforeOpening = Duration.FromHours(2);

    /// <summary>What was handled before the last message that was seen, may still have been on its way.</summary>
    private static readonly Duration BeforeCursor = Duration.FromHours(1);

    private readonly Signal _due = new();
    private bool _wasConnected;

    /// <summary>All rooms were read once more.</summary>
    public event Action? Done;

    /// <summary>How often all rooms were read.</summary>
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
                if (!await TryAsync(stoppingToken))
                {
                    await Task.Delay(AfterFailure, time, stoppingToken);
                    _due.Set();
                }
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

    /// <returns>False if a room could not be read.</returns>
    private async Task<bool> TryAsync(CancellationToken ct)
    {
        var isWhole = true;
        try
        {
            foreach (var room in await rooms.OpenRoomsAsync(SlackIds.Platform, ct))
            {
                isWhole &= await ReadAsync(room, ct);
            }
        }
        catch (Exception e) when (!(e is OperationCanceledException && ct.IsCancellationRequested))
        {
            LogFailed(e);
            isWhole = false;
        }

        Rounds++;
        Done?.Invoke();
        return isWhole;
    }

    /// <summary>
    /// Reads the room since the incident began, because marks are put on old messages too; threads only where somebody
    /// wrote since it was read last.
    /// </summary>
    private async Task<bool> ReadAsync(OpenRoom room, CancellationToken ct)
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
        await edits.RecoverAsync(room, seen, pinned, time.GetUtcNow().ToInstant(), ct);
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
        await lines.TakeAsync(message, channel, time.GetUtcNow().ToInstant(), recovered: true, ct);
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
            LogUnread(pins.Trouble.Text);
            return null;
        }

        foreach (var item in pins.Value.Items)
        {
            // What was pinned before the incident has nothing to do with it.
            if (item.Message is { Ts.Length: > 0 } message && SlackIds.At(message.Ts) >= since)
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
