using IncidentBot.Storage.Rows;

namespace IncidentBot.Storage.Sqlite;

/// <summary>Saves where the store stands beside it: each minute in which something was recorded, and at a stop.</summary>
internal sealed partial class HeadKeeper
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    private readonly HeadFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long _saved = -1;
    private long _savedAt;

    /// <exception cref="UnusableStoreException">The database lacks events that were confirmed.</exception>
    public HeadKeeper(string databasePath, Ledger ledger, TimeProvider time, ILogger logger)
    {
        _file = new HeadFile(databasePath);
        _file.Check(ledger);
        _time = time;
        _logger = logger;
        Save(ledger);
    }

    /// <summary>Saves if it is time to.</summary>
    /// <param name="ledger">As it is committed; null if that is not known just now.</param>
    public void CareFor(Ledger? ledger)
    {
        if (ledger is not null && ledger.Events != _saved && _time.GetElapsedTime(_savedAt) >= Interval)
        {
            Save(ledger);
        }
    }

    public void Save(Ledger? ledger)
    {
        _savedAt = _time.GetTimestamp();
        if (ledger is null || ledger.Events == _saved)
        {
            return;
        }

        try
        {
            _file.Save(Head.Of(ledger));
            _saved = ledger.Events;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or UnusableStoreException)
        {
            LogNotSaved(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Where the store stands could not be saved beside it")]
    private partial void LogNotSaved(Exception e);
}
