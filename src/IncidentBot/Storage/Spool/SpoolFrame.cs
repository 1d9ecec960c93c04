using System.Buffers.Binary;
using System.Numerics;

namespace IncidentBot.Storage.Spool;

/// <summary>
/// How records lie in the emergency file: after the file's header, each in a frame of a mark, its length and a checksum
/// over length and record. A frame that was not written whole, or was changed since, is told by that. The mark finds the
/// next good one behind it: two of its bytes never occur in UTF-8, so no record holds one.
/// </summary>
internal static class SpoolFrame
{
    /// <summary>Mark, length, checksum.</summary>
    public const int Overhead = 12;

    private const int LengthAt = 4;
    private const int ChecksumAt = 8;

    /// <summary>Names the format and its version.</summary>
    public static ReadOnlySpan<byte> FileHeader => "IBSPOOL1"u8;

    private static ReadOnlySpan<byte> Mark => [0xF5, (byte)'c', (byte)'m', 0xFA];

    public static byte[] Write(ReadOnlySpan<byte> record)
    {
        var frame = new byte[Overhead + record.Length];
        Mark.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(LengthAt), record.Length);
        record.CopyTo(frame.AsSpan(Overhead));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(ChecksumAt), Checksum(frame));
        return frame;
    }

    /// <summary>The length of the frame that begins here; 0 if none does that is whole and unchanged.</summary>
    public static int Measure(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Overhead || !bytes.StartsWith(Mark))
        {
            return 0;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[LengthAt..]);
        return length >= 0 && length <= bytes.Length - Overhead
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) == Checksum(bytes[..(Overhead + length)])
            ? Overhead + length
            : 0;
    }

    /// <summary>Every good frame of a file, and where what is no frame lies between or behind them.</summary>
    public static (List<Range> Frames, List<Range> Damage) Read(ReadOnlySpan<byte> file)
    {
        List<Range> frames = [];
        List<Range> damage = [];
        var at = FileHeader.Length;
        while (at < file.Length)
        {
            if (Measure(file[at..]) is > 0 and var length)
            {
                frames.Add(at..(at + length));
                at += length;
                continue;
            }

            var next = Next(file, at + 1);
            damage.Add(at..next);
            at = next;
        }

        return (frames, damage);
    }

    private static int Next(ReadOnlySpan<byte> file, int from)
    {
        while (from < file.Length)
        {
            var found = file[from..].IndexOf(Mark);
            if (found < 0)
            {
                break;
            }

            from += found;
            if (Measure(file[from..]) > 0)
            {
                return from;
            }

            from++;
        }

        return file.Length;
    }

    /// <summary>CRC-32C of everything in a frame but the checksum itself.</summary>
    private static uint Checksum(ReadOnlySpan<byte> frame) => ~Crc(Crc(uint.MaxValue, frame[..ChecksumAt]), frame[Overhead..]);

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }
}
