using IncidentBot.Core.Incidents;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace IncidentBot.Storage.Sqlite;

/// <summary>Looks after an open SQLite file each minute: is it still there, does it hold what was recorded, is there room.</summary>
internal sealed partial class StoreWatch(
    IIncidentStore store, IOptions<StorageOptions> options, StoreHealth health, TimeProvider time, ILogger<StoreWatch> logger)
    : SupervisedLoop(Interval, time, logger)
{
    /// <summary>A loss that goes on is noticed within this time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    /// <summary>Bytes on the disk below which the owner is told.</summary>
    public const long LeastFree = 200L << 20;

    private readonly string _path = Path.GetFullPath(options.Value.Path);
    private FileWatch? _files;
    private ReadBack? _readBack;
    private int _openings;

    /// <summary>What to say about a disk with so much room; null if it is enough.</summary>
    internal static StoreFinding? Judge(long free, string folder) => free >= LeastFree ? null : new StoreFinding(
        StoreState.Degraded, $"only {free >> 20} MB are free in {folder}; make room, or nothing can be recorded soon.");

    /// <summary>One look.</summary>
    internal void Look()
    {
        var folder = Path.GetDirectoryName(_path)!;
        Report("files", Files());
        Report("disk", Judge(FileSystems.Free(folder), folder));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (store is not SqliteIncidentStore)
        {
            return;
        }

        try
        {
            await base.ExecuteAsync(stoppingToken);
        }
        finally
        {
            // Before the writer, which then is the last to close and folds the WAL into the file.
            _readBack?.Dispose();
        }
    }

    protected override Task RunOnceAsync(CancellationToken ct)
    {
        Look();
        return Task.CompletedTask;
    }

    private StoreFinding? Files()
    {
        try
        {
            if (store is SqliteIncidentStore { Openings: var openings } && openings != _openings)
            {
                // The store has opened its files anew, so these are the ones to watch from now on.
                _readBack?.Dispose();
                (_files, _readBack, _openings) = (null, null, openings);
            }

            _files ??= new FileWatch(_path);
            if (_files.Problem() is { } gone)
            {
                // It holds the files that lost their names, and must not be in the way of whoever mends this.
                _readBack?.Dispose();
                _readBack = null;
                return new StoreFinding(StoreState.Down, gone);
            }

            _readBack ??= new ReadBack(new SqliteFile(_path));
            return _readBack.Problem() is { } lost ? new StoreFinding(StoreState.Down, lost) : null;
        }
        catch (SqliteException e)
        {
            return new StoreFinding(StoreState.Down, $"{_path} cannot be read: {e.Message}");
        }
    }

    private void Report(string check, StoreFinding? finding)
    {
        if (!health.Report(check, finding))
        {
            return;
        }

        if (finding is null)
        {
            LogWell(check);
        }
        else
        {
            LogFinding(finding.State is StoreState.Down ? LogLevel.Critical : LogLevel.Warning, finding.Text);
        }
    }

    [LoggerMessage("Store: {Finding}")]
    private partial void LogFinding(LogLevel level, string finding);

    [LoggerMessage(LogLevel.Warning, "Store: {Check}: well again")]
    private partial void LogWell(string check);
}
