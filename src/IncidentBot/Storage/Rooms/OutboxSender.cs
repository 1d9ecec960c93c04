using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Storage.Rooms;

/// <summary>
/// Sends what is owed to rooms: at least once, in order in each lane, several lanes at once. It is woken by commits and
/// looks by itself every few seconds for what came due, or what another instance left.
/// </summary>
internal sealed partial class OutboxSender(IRoomStore rooms, IEnumerable<IRoomPost> posts, TimeProvider time, ILogger<OutboxSender> logger)
    : BackgroundService
{
    /// <summary>How many are on their way at once.</summary>
    public const int MostAtOnce = 8;

    /// <summary>How long a try may take. The lease is longer, so that no other instance tries meanwhile.</summary>
    public static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    /// <summary>How long what is under way may take when the bot is stopped.</summary>
    private static readonly TimeSpan ToFinish = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>What could not be sent for so long interests nobody any more.</summary>
    private static readonly Duration Longest = Duration.FromDays(3);

    private readonly Dictionary<string, IRoomPost> _posts = posts.ToDictionary(post => post.Platform, StringComparer.Ordinal);
    private readonly CancellationTokenSource _cutOff = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _underWay = [];

    private Instant Now => time.GetUtcNow().ToInstant();

    /// <summary>How long to wait after a try that failed, if the platform does not say: twice as long each time.</summary>
    public static TimeSpan PauseAfter(int failures)
    {
        const int Doublings = 20;
        var pause = FirstPause * Math.Pow(2, Math.Clamp(failures - 1, 0, Doublings));
        return pause < LongestPause ? pause : LongestPause;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Task underWay;
        lock (_gate)
        {
            underWay = Task.WhenAll([.. _underWay]);
        }

        // What is under way is given a moment; what is cut off then is known to have been tried.
        await underWay.WaitAsync(ToFinish, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _cutOff.CancelAsync();
        await underWay.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void Dispose()
    {
        _cutOff.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_posts.Count == 0)
        {
            return;
        }

        try
        {
            while (true)
            {
                var wait = await LookAsync(stoppingToken);
                await rooms.Owed.WaitAsync(wait, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The stop.
        }
    }

    /// <summary>Sets what is due on its way.</summary>
    /// <returns>How long nothing can come due, unless something new is owed.</returns>
    private async Task<TimeSpan> LookAsync(CancellationToken stopping)
    {
        try
        {
            var free = MostAtOnce - UnderWay();
            if (free == 0)
            {
                // The next that ends wakes us.
                return Round;
            }

            var next = await rooms.NextDueAsync(_posts.Keys, stopping);
            if (next > Now || next is null)
            {
                return next is { } due && due - Now < Duration.FromTimeSpan(Round) ? Max((due - Now).ToTimeSpan(), ShortestWait) : Round;
            }

            var now = Now;
            var taken = await rooms.TakeAsync(_posts.Keys, free, now, now + Duration.FromTimeSpan(Lease), stopping);
            foreach (var item in taken)
            {
                Begin(item);
            }

            return taken.Count == 0 ? FirstPause : TimeSpan.Zero;
        }
        catch (Exception e) when (!(e is OperationCanceledException && stopping.IsCancellationRequested))
        {
            LogFailed(e);
            return Round;
        }
    }

    private void Begin(OutboxItem item)
    {
        lock (_gate)
        {
            var sending = Task.Run(() => SendAsync(item), CancellationToken.None);
            _underWay.Add(sending);
            _ = sending.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void Ended(Task sending)
    {
        lock (_gate)
        {
            _underWay.Remove(sending);
        }

        // The next of its lane may go.
        rooms.Owed.Set();
    }

    private int UnderWay()
    {
        lock (_gate)
        {
            return _underWay.Count;
        }
    }

    private async Task SendAsync(OutboxItem item)
    {
        try
        {
            await SettleAsync(item, await TryAsync(item));
        }
        catch (Exception e)
        {
            // It stays taken, and is due again when the lease ends.
            LogNotSettled(item.Kind, item.Room.Value, e);
        }
    }

    private async Task<Posted> TryAsync(OutboxItem item)
    {
        if (item.Kind == OutboxKind.Reply && (item.Reply is not { } reply || reply.Until <= Now))
        {
            return new Posted.Refused("it came too late for its address");
        }

        using var late = new CancellationTokenSource(LongestTry, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _cutOff.Token);
        try
        {
            return await _posts[item.Room.Platform!].SendAsync(item, either.Token).WaitAsync(either.Token);
        }
        catch (Exception e)
        {
            if (e is not OperationCanceledException)
            {
                LogThrew(item.Kind, item.Room.Value, e);
            }

            return new Posted.Unknown(e is OperationCanceledException ? "no answer in time" : e.GetType().Name);
        }
    }

    private Task SettleAsync(OutboxItem item, Posted posted)
    {
        var now = Now;
        switch (posted)
        {
            case Posted.Sent sent:
                return rooms.DoneAsync(item, sent.Message, now);
            case Posted.Refused refused:
                LogRefused(item.Kind, item.Room.Value, refused.Problem);
                return rooms.GiveUpAsync(item, refused.Problem, now);
            case Posted.Later later:
                return TryAgainAsync(item, later.Problem, later.After, maybeSent: item.MaybeSent, now);
            case Posted.Unknown unknown:
                return TryAgainAsync(item, unknown.Problem, after: null, maybeSent: true, now);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private Task TryAgainAsync(OutboxItem item, string problem, TimeSpan? after, bool maybeSent, Instant now)
    {
        if (now - item.WrittenAt > Longest)
        {
            LogRefused(item.Kind, item.Room.Value, problem);
            return rooms.GiveUpAsync(item, problem, now);
        }

        var pause = after is { } asked ? Max(Min(asked, LongestPause), ShortestWait) : PauseAfter(item.Tries + 1);
        return rooms.FailAsync(item, problem, maybeSent, now + Duration.FromTimeSpan(pause));
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [LoggerMessage(LogLevel.Error, "What is owed to rooms cannot be read; it is tried again")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(LogLevel.Error, "It could not be kept what became of a {Kind} for {Room}; it is tried again")]
    private partial void LogNotSettled(string kind, string room, Exception e);

    [LoggerMessage(LogLevel.Error, "Sending a {Kind} to {Room} failed; it is tried again")]
    private partial void LogThrew(string kind, string room, Exception e);

    [LoggerMessage(LogLevel.Warning, "A {Kind} for {Room} was given up: {Problem}")]
    private partial void LogRefused(string kind, string room, string problem);
}
