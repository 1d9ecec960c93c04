namespace IncidentBot.Storage.Sqlite;

/// <summary>How long the writer has been at what it does now: a disk that hangs says nothing, it only takes long.</summary>
internal sealed class WriterTurn(TimeProvider time)
{
    private const long None = long.MinValue;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private long _began = None;

    /// <summary>What to say about a disk that keeps the writer waiting; null if it does not.</summary>
    public StoreFinding? Finding =>
        Interlocked.Read(ref _began) is var began && began != None && time.GetElapsedTime(began) is var busy && busy > Patience
            ? new StoreFinding(StoreState.Down, $"the disk has not answered for {(int)busy.TotalSeconds} s")
            : null;

    public void Begin() => Interlocked.Exchange(ref _began, time.GetTimestamp());

    public void End() => Interlocked.Exchange(ref _began, None);
}
