using System.Buffers.Binary;
using System.Text.Json;
using IncidentBot.Faults.History;

namespace IncidentBot.Tests.Faults;

public sealed class ClockTests : IDisposable
{
    private readonly FaultyDisk _disk = new(losesPower: false);
    private readonly Witness _witness = new();

    public void Dispose() => _disk.Dispose();

    [SkippableFact]
    public async Task Row_45_a_wall_clock_that_jumps_by_hours_keeps_the_order_and_the_stop_in_time()
    {
        Needs.Program(Shim.Compiler);
        var offset = Path.Combine(_disk.Folder, "offset");
        Shift(offset, TimeSpan.Zero);
        using var bot = await BotProcess.StartAsync(_disk.Folder, ("LD_PRELOAD", Shim.ClockShift), ("CLOCK_OFFSET", offset));
        using var client = new BotClient(bot.Url);

        List<(int Entry, DateTime RecordedAt)> recorded = [];
        foreach (var jump in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.Zero])
        {
            Shift(offset, jump);
            var (_, reply) = await _witness.SayAsync(client);
            Assert.Equal(Told.Recorded, reply.Told);
            using var body = JsonDocument.Parse(reply.Text);
            recorded.Add((body.RootElement.GetProperty("entry").GetInt32(), body.RootElement.GetProperty("recordedAt").GetDateTime()));
        }

        bot.Terminate();
        var (exit, _) = await bot.EndAsync();

        Assert.Equal([1, 2, 3, 4], recorded.Select(r => r.Entry));
        Assert.Equal([1, -2, 1], recorded.Zip(recorded.Skip(1), (a, b) => Math.Round((b.RecordedAt - a.RecordedAt).TotalHours)));
        Assert.Equal(0, exit);
        _witness.Check(_disk.Database);
    }

    private static void Shift(string file, TimeSpan by)
    {
        var seconds = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(seconds, (long)by.TotalSeconds);
        using var offset = File.OpenWrite(file);
        offset.Write(seconds);
    }
}
