namespace IncidentBot.Web.Api;

/// <summary>
/// Whether the last write failed: a store that can be read may still take nothing (disk full, locked). It is believed
/// for a while only: who is sent no work because of it could never find out that all is well again.
/// </summary>
internal sealed class LastWrite(TimeProvider time)
{
    private const long Never = long.MinValue;
    private static readonly TimeSpan Believed = TimeSpan.FromMinutes(1);

    private long _failedAt = Never;

    public bool HasFailed => Interlocked.Read(ref _failedAt) is var at && at != Never && time.GetElapsedTime(at) < Believed;

    public void Fail() => Interlocked.Exchange(ref _failedAt, time.GetTimestamp());

    public void Succeed() => Interlocked.Exchange(ref _failedAt, Never);
}
