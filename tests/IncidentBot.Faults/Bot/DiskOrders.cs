using System.Buffers.Binary;
using System.Text;

namespace IncidentBot.Faults.Bot;

/// <summary>Switches the faults of powercut.c while a process runs. The layout is that of its struct control.</summary>
internal sealed class DiskOrders : IDisposable
{
    public const int InputOutputError = 5;
    public const int NoSpaceLeft = 28;

    private const int Size = 168;
    private const int DelayAt = 0;
    private const int StallAt = 8;
    private const int SyncAt = 16;
    private const int WriteAt = 80;
    private const int SyncsAt = 144;
    private const int WritesAt = 152;
    private const int FailedAt = 160;

    /// <summary>Within a fault.</summary>
    private const int OnlyAt = 24;
    private const int OnlyLength = 39;

    private readonly FileStream _file;

    public DiskOrders(string path)
    {
        Path = path;
        _file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        _file.SetLength(Size);
    }

    public string Path { get; }

    public long Syncs => Read(SyncsAt);

    public long Writes => Read(WritesAt);

    /// <summary>How many calls have failed as they were told.</summary>
    public long Failed => Read(FailedAt);

    /// <summary>Every sync takes longer by this.</summary>
    public void Slow(TimeSpan delay) => Write(DelayAt, (long)delay.TotalMicroseconds);

    /// <summary>The next sync takes longer by this.</summary>
    public void Stall(TimeSpan length) => Write(StallAt, (long)length.TotalMilliseconds);

    /// <param name="only">Only files whose name ends so are hit.</param>
    /// <param name="after">How many syncs go well first.</param>
    /// <param name="times">How many fail then; below 0 all, until told otherwise.</param>
    public void FailSyncs(int error, string only = "", int after = 0, int times = -1) => Fail(SyncAt, error, only, after, times);

    /// <inheritdoc cref="FailSyncs"/>
    public void FailWrites(int error, string only = "", int after = 0, int times = -1) => Fail(WriteAt, error, only, after, times);

    /// <summary>The disk works again.</summary>
    public void Heal()
    {
        Slow(TimeSpan.Zero);
        Write(StallAt, 0);
        Fail(SyncAt, 0, "", 0, 0);
        Fail(WriteAt, 0, "", 0, 0);
    }

    public void Dispose() => _file.Dispose();

    private void Fail(int at, int error, string only, int after, int times)
    {
        // The error last: it is what arms the rest.
        Write(at, 0);
        var name = new byte[OnlyLength + 1];
        Encoding.UTF8.GetBytes(only, name.AsSpan(0, OnlyLength));
        Write(at + OnlyAt, name);
        Write(at + 8, after);
        Write(at + 16, times);
        Write(at, error);
    }

    private long Read(int at)
    {
        Span<byte> value = stackalloc byte[sizeof(long)];
        RandomAccess.Read(_file.SafeFileHandle, value, at);
        return BinaryPrimitives.ReadInt64LittleEndian(value);
    }

    private void Write(int at, long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Write(at, bytes);
    }

    private void Write(int at, byte[] bytes) => RandomAccess.Write(_file.SafeFileHandle, bytes, at);
}
