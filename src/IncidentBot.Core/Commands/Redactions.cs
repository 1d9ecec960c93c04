namespace IncidentBot.Core.Commands;

/// <summary>
/// Knows of the redactions that pass through this process. An answer that was prepared before one must not be kept
/// after it: nothing would erase it again.
/// </summary>
internal sealed class Redactions
{
    private readonly Lock _lock = new();
    private int _begun;
    private int _underWay;

    /// <summary>A moment to ask about later; null while words are being erased.</summary>
    public int? Mark()
    {
        lock (_lock)
        {
            return _underWay > 0 ? null : _begun;
        }
    }

    /// <summary>Whether no redaction began since a moment.</summary>
    public bool NoneSince(int? mark)
    {
        lock (_lock)
        {
            return mark == _begun;
        }
    }

    public async Task<CommandAnswer> RunAsync(Func<Task<CommandAnswer>> redact)
    {
        lock (_lock)
        {
            (_begun, _underWay) = (_begun + 1, _underWay + 1);
        }

        try
        {
            return await redact();
        }
        finally
        {
            lock (_lock)
            {
                _underWay--;
            }
        }
    }
}
