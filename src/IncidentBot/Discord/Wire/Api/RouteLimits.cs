using System.Collections.Concurrent;

namespace IncidentBot.Discord.Wire.Api;

/// <summary>
/// All limits of the API. Each route in each channel or guild has a lane, where calls keep their order; what is left is
/// counted by the bucket that Discord names, which several routes may share.
/// </summary>
internal sealed class RouteLimits(TimeProvider time) : IDisposable
{
    /// <summary>Calls a second for the whole bot; those for interactions do not count.</summary>
    private const int PerSecond = 50;

    private readonly ConcurrentDictionary<(string Route, string Resource), Lane> _lanes = new();
    private readonly ConcurrentDictionary<(string Bucket, string Resource), RouteLimit> _limits = new();
    private readonly RouteLimit _global = new(time);
    private readonly Queue<long> _recent = new();
    private readonly Lock _gate = new();

    public Lane Of(DiscordCall call) => _lanes.GetOrAdd((call.Name, call.Resource), _ => new Lane(new RouteLimit(time)));

    /// <summary>How long to wait before the next call in a lane. Zero takes the place: the call is made now.</summary>
    public TimeSpan Take(Lane lane)
    {
        var limit = lane.Limit;
        var wait = Max(_global.Wait, limit.Wait);
        if (wait > TimeSpan.Zero)
        {
            return wait;
        }

        wait = TakeOfSecond();
        if (wait == TimeSpan.Zero)
        {
            limit.Take();
        }

        return wait;
    }

    /// <summary>Takes down what an answer says about the lane's limit.</summary>
    public void Learn(DiscordCall call, Lane lane, HttpAnswer answer)
    {
        if (answer.Bucket is { } bucket)
        {
            lane.Limit = _limits.GetOrAdd((bucket, call.Resource), _ => new RouteLimit(time));
        }

        if (answer is { Remaining: { } left, ResetAfter: { } resetAfter })
        {
            lane.Limit.Learn(left, resetAfter);
        }
    }

    /// <summary>Nothing at all for so long, but for interactions.</summary>
    public void BlockAll(TimeSpan wait) => _global.Block(wait);

    public void Dispose()
    {
        foreach (var lane in _lanes.Values)
        {
            lane.Dispose();
        }
    }

    private TimeSpan TakeOfSecond()
    {
        lock (_gate)
        {
            var second = TimeSpan.FromSeconds(1);
            while (_recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= second)
            {
                _recent.Dequeue();
            }

            if (_recent.Count >= PerSecond)
            {
                return second - time.GetElapsedTime(_recent.Peek());
            }

            _recent.Enqueue(time.GetTimestamp());
            return TimeSpan.Zero;
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}

/// <summary>The calls of one route in one channel or guild, one after the other.</summary>
internal sealed class Lane(RouteLimit limit) : IDisposable
{
    private volatile RouteLimit _limit = limit;

    /// <summary>Held by who calls.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>The limit it falls under, as far as is known.</summary>
    public RouteLimit Limit
    {
        get => _limit;
        set => _limit = value;
    }

    public void Dispose() => Turn.Dispose();
}
