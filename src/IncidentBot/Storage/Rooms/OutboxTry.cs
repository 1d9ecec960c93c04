using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Storage.Rooms;

/// <summary>Tries to send one item, and keeps what became of it.</summary>
internal sealed partial class OutboxTry(IRoomStore rooms, IReadOnlyDictionary<string, IRoomPost> posts, TimeProvider time, ILogger logger)
{
    /// <summary>How long a try may take. The lease is longer, so that no other instance tries meanwhile.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>What could not be sent for so long interests nobody any more.</summary>
    private static readonly Duration LongestOwed = Duration.FromDays(3);

    private Instant Now => time.GetUtcNow().ToInstant();

    /// <summary>How long to wait after a try that failed, if the platform does not say: twice as long each time.</summary>
    public static TimeSpan PauseAfter(int failures)
    {
        const int Doublings = 20;
        var pause = FirstPause * Math.Pow(2, Math.Clamp(failures - 1, 0, Doublings));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <param name="cutOff">Ends the try where it stands.</param>
    public async Task RunAsync(OutboxItem item, CancellationToken cutOff)
    {
        try
        {
            await SettleAsync(item, await SendAsync(item, cutOff));
        }
        catch (Exception e)
        {
            // It stays taken, and is due again when the lease ends.
            LogNotSettled(item.Kind, item.Room.Value, e);
        }
    }

    private async Task<Posted> SendAsync(OutboxItem item, CancellationToken cutOff)
    {
        if (item.Kind == OutboxKind.Reply && (item.Reply is not { } reply || reply.Until <= Now))
        {
            return new Posted.Refused("it came too late for its address");
        }

        using var late = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cutOff);
        try
        {
            return await posts[item.Room.Platform!].SendAsync(item, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return new Posted.Unknown("no answer in time");
        }
        catch (Exception e)
        {
            LogThrew(item.Kind, item.Room.Value, e);
            return new Posted.Unknown(e.GetType().Name);
        }
    }

    private Task SettleAsync(OutboxItem item, Posted posted)
    {
        switch (posted)
        {
            case Posted.Sent sent:
                return rooms.DoneAsync(item, sent.Message, Now);
            case Posted.Refused refused:
                return GiveUpAsync(item, refused.Problem);
            case Posted.Later later:
                return TryAgainAsync(item, later.Problem, later.After, item.MaybeSent);
            case Posted.Unknown unknown:
                return TryAgainAsync(item, unknown.Problem, after: null, maybeSent: true);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private Task TryAgainAsync(OutboxItem item, string problem, TimeSpan? after, bool maybeSent)
    {
        if (Now - item.WrittenAt > LongestOwed)
        {
            return GiveUpAsync(item, problem);
        }

        var pause = after is { } asked
            ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, ShortestPause.Ticks, LongestPause.Ticks))
            : PauseAfter(item.Tries + 1);
        return rooms.FailAsync(item, problem, maybeSent, Now + Duration.FromTimeSpan(pause));
    }

    private Task GiveUpAsync(OutboxItem item, string problem)
    {
        LogGivenUp(item.Kind, item.Room.Value, problem);
        return rooms.GiveUpAsync(item, problem, Now);
    }

    [LoggerMessage(LogLevel.Error, "It could not be kept what became of a {Kind} for {Room}; it is tried again")]
    private partial void LogNotSettled(string kind, string room, Exception e);

    [LoggerMessage(LogLevel.Error, "Sending a {Kind} to {Room} failed; it is tried again")]
    private partial void LogThrew(string kind, string room, Exception e);

    [LoggerMessage(LogLevel.Warning, "A {Kind} for {Room} was given up: {Problem}")]
    private partial void LogGivenUp(string kind, string room, string problem);
}
