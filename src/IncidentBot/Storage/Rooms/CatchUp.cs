namespace IncidentBot.Storage.Rooms;

/// <summary>
/// Reads the rooms of open incidents again after a start and after a gap: what platforms could not deliver, they do not
/// send later. What was recorded already is known by its message, so reading too much does no harm.
/// </summary>
internal abstract partial class CatchUp(string platform, IRoomStore rooms, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>For what follows at once.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    private readonly Signal _due = new();

    /// <summary>All rooms were read once more.</summary>
    public event Action? Done;

    /// <summary>How often all rooms were read.</summary>
    public int Rounds { get; private set; }

    /// <summary>There may be a gap.</summary>
    public void Ask() => _due.Set();

    protected DateTimeOffset Now => time.GetUtcNow();

    /// <returns>False if the room could not be read, and should be in a while.</returns>
    protected abstract Task<bool> ReadAsync(OpenRoom room, CancellationToken ct);

    protected void Unread(string problem) => LogUnread(problem);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // How it ended before the start is not known.
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

    /// <returns>False if a room could not be read.</returns>
    private async Task<bool> TryAsync(CancellationToken ct)
    {
        var isWhole = true;
        try
        {
            foreach (var room in await rooms.OpenRoomsAsync(platform, ct))
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

    [LoggerMessage(LogLevel.Error, "The rooms of open incidents could not be read again")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(LogLevel.Warning, "A room could not be read again: {Problem}")]
    private partial void LogUnread(string problem);
}
