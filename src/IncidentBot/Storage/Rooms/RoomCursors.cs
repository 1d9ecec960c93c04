using IncidentBot.Core.Incidents;
using NodaTime.Extensions;

namespace IncidentBot.Storage.Rooms;

/// <summary>
/// Remembers how far rooms were read, and writes it down now and then: a cursor that is lost in a crash only means that
/// some messages are read twice, which deduplication makes harmless.
/// </summary>
internal sealed partial class RoomCursors(IRoomStore rooms, TimeProvider time, ILogger<RoomCursors> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Signal _news = new();
    private readonly Lock _gate = new();
    private Dictionary<(ChannelId Room, string? Thread), RoomCursor> _seen = [];

    /// <summary>A message was handled, and all before it. Cheap: nothing is written now.</summary>
    public void Seen(RoomCursor cursor)
    {
        lock (_gate)
        {
            Put(cursor);
        }

        _news.Set();
    }

    /// <summary>Writes down what is new.</summary>
    public async Task SaveAsync()
    {
        Dictionary<(ChannelId Room, string? Thread), RoomCursor> news;
        lock (_gate)
        {
            (news, _seen) = (_seen, []);
        }

        if (news.Count == 0)
        {
            return;
        }

        try
        {
            await rooms.SaveCursorsAsync(news.Values, time.GetUtcNow().ToInstant());
        }
        catch
        {
            lock (_gate)
            {
                foreach (var cursor in news.Values)
                {
                    Put(cursor);
                }
            }

            _news.Set();
            throw;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _news.WaitAsync(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
                await TryAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The stop.
        }
    }

    private async Task TryAsync()
    {
        try
        {
            await SaveAsync();
        }
        catch (Exception e)
        {
            LogFailed(e);
        }
    }

    private void Put(RoomCursor cursor)
    {
        var key = (cursor.Room, cursor.Thread);
        if (!_seen.TryGetValue(key, out var known) || cursor.IsAfter(known))
        {
            _seen[key] = cursor;
        }
    }

    [LoggerMessage(LogLevel.Warning, "How far rooms were read could not be written down; it is tried again")]
    private partial void LogFailed(Exception e);
}
