using System.Buffers.Binary;
using System.Text.Json;
using IncidentBot.Faults.History;
using IncidentBot.Faults.Mutants;
using IncidentBot.Faults.Rounds;

namespace IncidentBot.Tests.Faults;

public sealed class ClockTests : IDisposable
{
    /// <summary>Twice the longest pause.</summary>
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(20);

    private readonly FaultyDisk _disk = new(losesPower: true);
    private readonly Witness _witness = new();

    public void Dispose() => _disk.Dispose();

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(24 * 3652)]
    public async Task Row_45_a_wall_clock_that_jumps_keeps_the_order_and_the_stop_in_time(int hours)
    {
        Needs.Program(Shim.Compiler);
        var offset = Path.Combine(_disk.Folder, "offset");
        Shift(offset, TimeSpan.Zero);
        using var bot = await BotProcess.StartAsync(_disk.Folder, ("LD_PRELOAD", Shim.ClockShift), ("CLOCK_OFFSET", offset));
        using var client = new BotClient(bot.Url);

        List<(int Entry, DateTime RecordedAt)> recorded = [];
        foreach (var jump in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromHours(hours), TimeSpan.FromHours(-hours), TimeSpan.Zero])
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
        Assert.Equal([hours, -2 * hours, hours], recorded.Zip(recorded.Skip(1), (a, b) => Math.Round((b.RecordedAt - a.RecordedAt).TotalHours)));
        Assert.Equal(0, exit);
        _witness.Check(_disk.Database);
    }

    /// <summary>Pauses between two tries are measured by the clock that goes on, not by the one on the wall.</summary>
    [SkippableFact]
    public Task Row_45_a_store_that_failed_recovers_though_the_wall_clock_was_put_back_ten_years() => RecoverAsync(mutant: null);

    [SkippableFact]
    public async Task Pauses_measured_by_the_wall_clock_are_caught()
    {
        Needs.Program(Shim.Compiler);

        await Assert.ThrowsAsync<TimeoutException>(() => RecoverAsync(Mutant.MeasuresByTheWallClock));
    }

    private async Task RecoverAsync(string? mutant)
    {
        Needs.Program(Shim.Compiler);
        var offset = Path.Combine(_disk.Folder, "offset");
        Shift(offset, TimeSpan.Zero);
        using var bot = await BotProcess.StartAsync(
            _disk.Folder, mutant,
            [.. _disk.Environment().Where(e => e.Name != "LD_PRELOAD"), ("LD_PRELOAD", $"{Shim.ClockShift}:{Shim.PowerCut}"), ("CLOCK_OFFSET", offset)]);
        using var client = new BotClient(bot.Url);
        await _witness.SayAsync(client);
        _disk.Orders.FailWrites(DiskOrders.NoSpaceLeft, "-wal");
        var replies = new[] { await _witness.SayAsync(client), await _witness.SayAsync(client) };
        Assert.All(replies, said => Assert.Equal(Told.Spooled, said.Reply.Told));

        Shift(offset, TimeSpan.FromDays(-3652));
        _disk.Orders.Heal();
        await EmergencyFile.EmptiedAsync(bot.Url).WaitAsync(LongestRecovery);

        bot.Kill();
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
