using System.Text;
using IncidentBot.Storage.Spool;

namespace IncidentBot.Tests.Storage.Spool;

public sealed class SpoolFrameTests
{
    private static readonly string[] Records = ["one", "", "two ⚠ \0 lines\n", new string('x', 3000), "õcmú", "the last"];

    [Fact]
    public void Any_beginning_of_a_file_gives_the_beginning_of_its_records()
    {
        var file = Write(Records);

        for (var cut = 0; cut <= file.Length; cut++)
        {
            var read = Read(file[..cut], out var damage);

            Assert.Equal(Records.Take(read.Count), read);
            Assert.Equal(cut <= SpoolFrame.FileHeader.Length || Write([.. read]).Length == cut ? 0 : 1, damage);
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_detected_and_costs_no_other_record()
    {
        var file = Write(Records);
        var at = SpoolFrame.FileHeader.Length;
        for (var hit = 0; hit < Records.Length; hit++)
        {
            var others = Records.Where((_, i) => i != hit).ToList();
            var end = at + SpoolFrame.Overhead + Encoding.UTF8.GetByteCount(Records[hit]);
            for (; at < end; at++)
            {
                for (var bit = 0; bit < 8; bit++)
                {
                    file[at] ^= (byte)(1 << bit);
                    var read = Read(file, out var damage);
                    file[at] ^= (byte)(1 << bit);

                    Assert.True(others.SequenceEqual(read), $"bit {bit} of byte {at}");
                    Assert.Equal(1, damage);
                }
            }
        }
    }

    [Fact]
    public void Noise_in_front_between_and_behind_is_told_apart_from_records()
    {
        var noise = new byte[5000];
        new Random(1).NextBytes(noise);

        var read = Read([.. SpoolFrame.FileHeader, .. noise, .. Frame("one"), .. Frame("two")[..9], .. Frame("three"), .. noise], out var damage);

        Assert.Equal(["one", "three"], read);
        Assert.Equal(3, damage);
    }

    /// <summary>The check value of CRC-32C is public: what other tools compute is what is written here.</summary>
    [Fact]
    public void The_checksum_is_crc_32c()
    {
        var frame = SpoolFrame.Write("1"u8);
        byte[] covered = [.. frame[..8], .. frame[12..]];

        Assert.Equal(Slow(covered), BitConverter.ToUInt32(frame, 8));
        Assert.Equal(0xE3069283, Slow("123456789"u8.ToArray()));

        static uint Slow(byte[] bytes)
        {
            var crc = uint.MaxValue;
            foreach (var b in bytes)
            {
                crc ^= b;
                for (var i = 0; i < 8; i++)
                {
                    crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
                }
            }

            return ~crc;
        }
    }

    private static byte[] Frame(string record) => SpoolFrame.Write(Encoding.UTF8.GetBytes(record));

    private static byte[] Write(IEnumerable<string> records) => [.. SpoolFrame.FileHeader, .. records.SelectMany(Frame)];

    private static List<string> Read(byte[] file, out int damage)
    {
        var (frames, damaged) = SpoolFrame.Read(file);
        damage = damaged.Count;
        return frames.ConvertAll(range => Encoding.UTF8.GetString(file.AsSpan(range)[SpoolFrame.Overhead..]));
    }
}
