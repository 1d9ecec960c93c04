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

    /// <summary>No other instance tries meanwhile.</summary>
    private static readonly TimeSpan Lease = OutboxTry.Longest * 1.5;

    /// <summary>How long what is under way may take when the bot is stopped.</summary>
    private static readonly TimeSpan ToFinish = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    /// <summary>When another instance was faster.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string[] _platforms = [.. posts.Select(post => post.Platform)];
    private readonly OutboxTry _try = new(rooms, posts.ToDictionary(post => post.Platform, StringComparer.Ordinal), time, logger);
    private readonly CancellationTokenSource _cutOff = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _underWay = [];

    private Instant Now => time.GetUtcNow().ToInstant();

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
        if (_platforms.Length == 0)
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

            var next = await rooms.NextDueAsync(_platforms, stopping);
            if (next > Now || next is null)
            {
                return next is { } due && due - Now < Duration.FromTimeSpan(Round) ? (due - Now).ToTimeSpan() : Round;
            }

            var now = Now;
            var taken = await rooms.TakeAsync(_platforms, free, now, now + Duration.FromTimeSpan(Lease), stopping);
            foreach (var item in taken)
            {
                Begin(item);
            }

            return taken.Count == 0 ? Pause : TimeSpan.Zero;
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
            var sending = Task.Run(() => _try.RunAsync(item, _cutOff.Token), CancellationToken.None);
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

    [LoggerMessage(LogLevel.Error, "What is owed to rooms cannot be read; it is tried again")]
    private partial void LogFailed(Exception e);
}
