namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// Decides when the write-ahead log is copied into the file: between batches, so that no command waits for another's
/// checkpoint, and often enough that a restart has little to recover.
/// </summary>
internal sealed partial class LogKeeper(TimeProvider time, ILogger logger)
{
    private const int PagesInMegabyte = 256;
    private const int CopyAt = 16 * PagesInMegabyte;
    private const int EmptyAt = 64 * PagesInMegabyte;
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PatienceForErasing = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = logger;
    private int _pages;
    private int _next = CopyAt;
    private bool _isEmpty;
    private long _writtenAt = time.GetTimestamp();

    // A process that was killed may have left some.
    private bool _hasErasedWords = true;
    private bool _hasNewlyErasedWords;

    /// <summary>Something was committed.</summary>
    public void Written(bool erased)
    {
        _isEmpty = false;
        _hasNewlyErasedWords |= erased;
        _writtenAt = time.GetTimestamp();
    }

    /// <summary>
    /// Erased words stay readable in the log until it is emptied. Readers can hold that up, so after a first wait it is
    /// tried again, without waiting, at each commit.
    /// </summary>
    public void EraseWords(WriterConnection connection)
    {
        if (!_hasErasedWords && !_hasNewlyErasedWords)
        {
            return;
        }

        Empty(connection, _hasNewlyErasedWords ? PatienceForErasing : TimeSpan.Zero);
        if (_hasNewlyErasedWords && !_isEmpty)
        {
            LogErasedWords();
        }

        (_hasNewlyErasedWords, _hasErasedWords) = (false, !_isEmpty);
    }

    /// <summary>Between two batches.</summary>
    public void CareFor(WriterConnection connection)
    {
        _pages += connection.TakePagesWritten();
        if (_pages >= EmptyAt && _pages >= _next)
        {
            Empty(connection);
        }
        else if (_pages >= _next)
        {
            Copied(connection.Checkpoint(truncate: false, TimeSpan.Zero));
        }
    }

    /// <summary>Empties the log once nothing was written for a while.</summary>
    public void CareForWhileQuiet(WriterConnection connection)
    {
        if (!_isEmpty && time.GetElapsedTime(_writtenAt) >= QuietFor)
        {
            Empty(connection);
        }
    }

    /// <summary>Empties the log, unless a reader still needs it.</summary>
    public void Empty(WriterConnection connection) => Empty(connection, TimeSpan.Zero);

    private void Empty(WriterConnection connection, TimeSpan patience)
    {
        _isEmpty = connection.Checkpoint(truncate: true, patience);
        Copied(_isEmpty);
    }

    private void Copied(bool all)
    {
        // What readers hold back is tried again when as much again was written.
        _pages = all ? 0 : _pages;
        _next = _pages + CopyAt;
    }

    [LoggerMessage(LogLevel.Warning, "Erased words are still in the write-ahead log; emptying it is tried again")]
    private partial void LogErasedWords();
}
