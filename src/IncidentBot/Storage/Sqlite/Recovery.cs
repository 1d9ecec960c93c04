namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// When to try again after storage failed. The first command after a failure may try at once, since the failure may
/// have been its own (too large for what is left of the disk); then the pauses grow, so that a disk that hangs is not
/// waited for by each command in turn.
/// </summary>
internal sealed class Recovery(TimeProvider time)
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(10),
    ];

    private int _failures;
    private long _failedAt;
    private volatile StoreTrouble? _trouble;
    private volatile bool _isFinal;

    public StoreTrouble? Trouble => _trouble;

    public Exception? Cause { get; private set; }

    /// <summary>Whether it is too early to try, or not to be tried any more.</summary>
    public bool RefusesNow => _isFinal || _failures > 0 && time.GetElapsedTime(_failedAt) < Pauses[Math.Min(_failures, Pauses.Length) - 1];

    /// <returns>Whether this is the first failure in a row.</returns>
    public bool Fail(Exception cause)
    {
        Cause = cause;
        _failedAt = time.GetTimestamp();
        _trouble = new StoreTrouble(_trouble?.Since ?? time.GetUtcNow(), cause.Message);
        return ++_failures == 1;
    }

    /// <summary>Nothing is to be tried any more: it would make things worse.</summary>
    public void GiveUp(Exception cause)
    {
        Cause = cause;
        _trouble = new StoreTrouble(_trouble?.Since ?? time.GetUtcNow(), cause.Message);
        _isFinal = true;
    }

    public void Succeed()
    {
        if (_isFinal)
        {
            return;
        }

        Cause = null;
        _failures = 0;
        _trouble = null;
    }
}
