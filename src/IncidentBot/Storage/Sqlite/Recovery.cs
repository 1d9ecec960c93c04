namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// When to try again after storage failed. The first command after a failure may try at once, since the failure may
/// have been its own (too large for what is left of the disk); then the pauses grow, so that a disk that hangs is not
/// waited for by each command in turn. The writer tells how it went, anybody that it is to give up.
/// </summary>
internal sealed class Recovery(TimeProvider time)
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(10),
    ];

    private readonly Lock _gate = new();
    private volatile Failing? _failing;

    public StoreTrouble? Trouble => _failing?.Trouble;

    /// <summary>What failed last; null while all is well.</summary>
    public Exception? Cause => _failing?.Cause;

    /// <summary>Why nothing is to be tried now, or any more; null if it is.</summary>
    public Exception? Refusal =>
        _failing is { } failing && (failing.IsFinal || time.GetElapsedTime(failing.At) < failing.Pause) ? failing.Cause : null;

    /// <param name="more">What else is known of it; null for nothing.</param>
    /// <returns>Whether this is the first failure in a row.</returns>
    public bool Fail(Exception cause, string? more = null)
    {
        lock (_gate)
        {
            var before = _failing;
            if (before is { IsFinal: true })
            {
                return false;
            }

            _failing = After(before, cause, more) with { InARow = (before?.InARow ?? 0) + 1 };
            return before is null;
        }
    }

    /// <summary>Nothing is to be tried any more: it would make things worse.</summary>
    public void GiveUp(Exception cause)
    {
        lock (_gate)
        {
            _failing = After(_failing, cause) with { IsFinal = true };
        }
    }

    public void Succeed()
    {
        lock (_gate)
        {
            _failing = _failing is { IsFinal: true } ? _failing : null;
        }
    }

    private Failing After(Failing? before, Exception cause, string? more = null) =>
        new(cause, new StoreTrouble(before?.Trouble.Since ?? time.GetUtcNow(), more is null ? cause.Message : $"{cause.Message} {more}"), time.GetTimestamp());

    private sealed record Failing(Exception Cause, StoreTrouble Trouble, long At)
    {
        public int InARow { get; init; } = 1;

        public bool IsFinal { get; init; }

        public TimeSpan Pause => Pauses[Math.Min(InARow, Pauses.Length) - 1];
    }
}
