using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Spool;

namespace IncidentBot.Intake;

/// <summary>
/// Adds what is in the emergency file to the timeline, of each room oldest first, as soon as the store takes it. It goes through the
/// same handler with the same delivery and the same times, so that what was saved all the same is not added twice.
/// </summary>
internal sealed partial class SpoolReplay(
    CommandHandler handler, IIncidentStore store, EmergencySpool spool, TimeProvider time, ILogger<SpoolReplay> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>How long a new command waits for those before it, rather than to join them.</summary>
    private static readonly TimeSpan Queue = TimeSpan.FromSeconds(1);

    /// <summary>How many are added at a time, each of another room.</summary>
    private const int AtOnce = 16;

    private readonly Erasing _erasing = new(store, spool);
    private readonly Lock _gate = new();
    private readonly Dictionary<IncidentId, int> _added = [];
    private int _count;
    private Task<bool> _drain = Task.FromResult(true);
    private volatile bool _isStopping;

    /// <summary>How many commands the file has given to the timeline when it was emptied last, and when that was.</summary>
    public Healing? LastHealing { get; private set; }

    /// <summary>Tries at once to add what waits, and says whether a new command of a room may go to the store.</summary>
    public Task<bool> MakeWayAsync(ChannelId room)
    {
        var (drain, way) = (DrainAsync(), spool.WayAsync(room));
        return InTimeAsync(WayOrDrainAsync());

        async Task<bool> WayOrDrainAsync() => await Task.WhenAny(drain, way) == way || await drain;
    }

    /// <summary>Tries at once to add all that waits, and says whether it did.</summary>
    public Task<bool> EmptyAsync() => InTimeAsync(DrainAsync());

    private async Task<bool> InTimeAsync(Task<bool> way)
    {
        try
        {
            return await way.WaitAsync(Queue, time);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Has a command handled; before a redaction, its words are erased where the store does not reach.</summary>
    /// <exception cref="StorageException">Storage could not confirm.</exception>
    public async Task<CommandAnswer> HandleAsync(CommandRequest request) => await handler.HandleAsync(
        handler.Parse(request) is Command.Redact redact ? await _erasing.PrepareAsync(request, redact) : request, CancellationToken.None);

    /// <summary>Adds what waits until nothing does or the store fails. Who comes while that runs shares it.</summary>
    /// <returns>Whether a new command may go to the store.</returns>
    public Task<bool> DrainAsync()
    {
        lock (_gate)
        {
            return _drain.IsCompleted ? _drain = Task.Run(DrainOnceAsync) : _drain;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        await base.StopAsync(cancellationToken);
        // One that hangs must not keep the rest from being closed in order.
        Task drain = _drain;
        await drain.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The stop.
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            if (spool.IsClear)
            {
                pause = FirstPause;
                await WaitForWorkAsync(stoppingToken);
            }

            var waiting = spool.Waiting;
            await DrainAsync();
            if (!spool.IsClear)
            {
                pause = spool.Waiting < waiting ? FirstPause : pause;
                await Task.Delay(pause, time, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>A file that cannot be opened may hold commands that nobody knows of yet.</summary>
    private async Task WaitForWorkAsync(CancellationToken stopping)
    {
        var work = spool.WaitForWorkAsync(stopping);
        while (spool.Problem is not null)
        {
            await work.WaitAsync(LongestPause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (work.IsCompleted || stopping.IsCancellationRequested)
            {
                break;
            }

            spool.OpenAgain();
        }

        await work;
    }

    private async Task<bool> DrainOnceAsync()
    {
        try
        {
            if (!await AddAllAsync())
            {
                return false;
            }

            await CheckAsync();
            spool.Clear();
            Report();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or UnusableStoreException)
        {
            // An emergency file that fails must not keep anything from a store that works.
            LogFileFailed(e);
            return true;
        }
        catch (Exception e)
        {
            LogFailed(e);
            return false;
        }
    }

    /// <summary>Several at a time, or rooms that fill as fast as one command is added would never be done.</summary>
    /// <returns>False if the store fails, or the process stops.</returns>
    private async Task<bool> AddAllAsync()
    {
        List<Task> adding = [];
        var fails = false;
        try
        {
            while (true)
            {
                while (adding.Count < AtOnce && !fails && !_isStopping && spool.Take() is { } command)
                {
                    adding.Add(TryAsync(command));
                }

                if (adding.Count == 0)
                {
                    return !fails && !_isStopping;
                }

                adding.Remove(await Task.WhenAny(adding));
            }
        }
        finally
        {
            await Task.WhenAll(adding);
        }

        async Task TryAsync(SpooledCommand command)
        {
            if (!await AddAsync(command))
            {
                fails = true;
            }
        }
    }

    /// <returns>False if the store did not take it: it still waits.</returns>
    private async Task<bool> AddAsync(SpooledCommand command)
    {
        try
        {
            var answer = await HandleAsync(command.Request);
            if (answer.Recorded)
            {
                Count(answer);
                spool.Settle(command);
            }
            else if (HasNothingToKeep(command.Request, answer))
            {
                spool.Settle(command);
            }
            else
            {
                spool.Reject(command, answer.Reply);
            }

            return true;
        }
        catch (Exception e) when (e is StorageException or ObjectDisposedException)
        {
            spool.PutBack(command);
            return false;
        }
        catch (Exception e)
        {
            LogRejected(e);
            spool.Reject(command, "Something went wrong here when it was to be added; the log has more.");
            return true;
        }
    }

    private void Count(CommandAnswer answer)
    {
        lock (_gate)
        {
            _count++;
            if (answer.Incident is { } incident)
            {
                _added[incident] = Math.Max(_added.GetValueOrDefault(incident), answer.Entry ?? 0);
            }
        }
    }

    /// <summary>
    /// A message that is in the timeline already, and what happened to one that is not, come to nothing without loss:
    /// nobody has to look at them. Nor at a line that was erased.
    /// </summary>
    private static bool HasNothingToKeep(CommandRequest request, CommandAnswer answer) => request.Change is null
        ? request.Text.Length == 0
        : (request.Change is not MessageChange.Captured || answer.Entry is not null);

    /// <summary>Reads back what was added, on another connection than the one that wrote it, before the file lets go of it.</summary>
    private async Task CheckAsync()
    {
        foreach (var (id, entry) in _added)
        {
            if (await store.ReadAsync(id, CancellationToken.None) is not { } incident || incident.Entries.Count < entry)
            {
                _added.Clear();
                _count = 0;
                spool.TakeBack();
                throw new InvalidOperationException($"{id} lacks entries that the store confirmed; the emergency file is kept and tried again.");
            }
        }
    }

    private void Report()
    {
        if (_count > 0 && spool.IsClear)
        {
            LastHealing = new Healing(_count, time.GetUtcNow());
            LogHealed(_count);
            _added.Clear();
            _count = 0;
            spool.Announce();
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} commands added from the emergency file; it is empty again")]
    private partial void LogHealed(int count);

    [LoggerMessage(LogLevel.Error, "A command in the emergency file cannot be added and was kept aside")]
    private partial void LogRejected(Exception e);

    [LoggerMessage(LogLevel.Error, "The emergency file cannot be read or emptied; it is tried again")]
    private partial void LogFileFailed(Exception e);

    [LoggerMessage(LogLevel.Error, "Adding what is in the emergency file failed; it is tried again")]
    private partial void LogFailed(Exception e);
}

/// <summary>The emergency file gave its commands to the timeline.</summary>
internal sealed record Healing(int Count, DateTimeOffset At);
