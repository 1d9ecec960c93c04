using Dapper;
using IncidentBot.Faults.History;
using IncidentBot.Faults.Mutants;
using IncidentBot.Tests.Storage;

namespace IncidentBot.Tests.Faults;

/// <summary>Too little of something, or too much of one thing, under load.</summary>
public sealed class HardshipTests : IDisposable
{
    private const int Lines = 300;

    private readonly FaultyDisk _disk = new(losesPower: false);
    private readonly Witness _witness = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task Row_52_a_pool_without_threads_makes_answers_late_and_loses_none()
    {
        using var bot = await BotProcess.StartAsync(
            BotProcess.Program(_disk.Folder, [typeof(StarvedPool).Assembly.Location, "serve", "--starved"]));
        using var client = new BotClient(bot.Url);

        var said = await SayManyAsync(client, _ => "");

        Assert.All(said, s => Assert.Contains(s.Reply.Told, new[] { Told.Recorded, Told.Late }));
        foreach (var (delivery, _) in said)
        {
            await _witness.InsistAsync(client, delivery);
        }

        bot.Kill();
        _witness.Check(_disk.Database);
    }

    [Fact]
    public async Task Row_54_little_memory_loses_nothing()
    {
        using var bot = await BotProcess.StartAsync(_disk.Folder, ("DOTNET_GCHeapHardLimit", "0x4000000"));
        using var client = new BotClient(bot.Url);

        var said = await SayManyAsync(client, _ => new string('x', 5000));

        Assert.All(said, s => Assert.Equal(Told.Recorded, s.Reply.Told));
        bot.Kill();
        _witness.Check(_disk.Database);
    }

    [Fact]
    public async Task Row_64_lines_that_cannot_be_written_take_no_others_with_them()
    {
        const string Poison = PoisonedBatches.Poison;
        using var bot = await BotProcess.StartAsync(_disk.Folder);
        using var client = new BotClient(bot.Url);
        using (var file = Sqlite.Connect(_disk.Database))
        {
            file.Execute(
                $"CREATE TRIGGER poisoned BEFORE INSERT ON event_words WHEN instr(new.words, '{Poison}') > 0 BEGIN SELECT RAISE(ABORT, 'poison'); END");
        }

        var said = await SayManyAsync(client, line => line % 10 == 0 ? Poison : "");

        Assert.Equal(Lines / 10, said.Count(s => s.Reply.Told == Told.NotTaken));
        Assert.Equal(Lines - (Lines / 10), said.Count(s => s.Reply.Told == Told.Recorded));
        bot.Kill();
        _witness.Check(_disk.Database, Poison);
    }

    private async Task<(Delivery Delivery, Reply Reply)[]> SayManyAsync(BotClient client, Func<int, string> more) =>
        await Task.WhenAll(Enumerable.Range(0, Lines).Select(line => _witness.SayAsync(client, more(line))));
}
