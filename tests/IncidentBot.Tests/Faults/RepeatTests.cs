using Dapper;
using IncidentBot.Faults.History;
using IncidentBot.Faults.Mutants;
using IncidentBot.Tests.Storage;

namespace IncidentBot.Tests.Faults;

/// <summary>Deliveries that come more than once, out of order, all at once, and across a restart.</summary>
public sealed class RepeatTests : IDisposable
{
    private const int Seed = 41;

    private readonly FaultyDisk _disk = new(losesPower: false);
    private readonly Witness _witness = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task Row_41_deliveries_that_come_up_to_ten_times_shuffled_and_across_a_kill_are_one_entry_each()
    {
        var random = new Random(Seed);
        Delivery[] deliveries = [.. Enumerable.Range(0, 200).Select(_ => _witness.New())];
        Delivery[] copies = [.. deliveries.SelectMany(d => Enumerable.Repeat(d, random.Next(1, 11)))];
        random.Shuffle(copies);

        foreach (var half in copies.Chunk((copies.Length / 2) + 1))
        {
            using var bot = await BotProcess.StartAsync(_disk.Folder);
            using var client = new BotClient(bot.Url);
            await Task.WhenAll(half.Select(delivery => _witness.SayAgainAsync(client, delivery)));
            bot.Kill();
        }

        Assert.All(deliveries, d => Assert.NotNull(d.Confirmed));
        _witness.Check(_disk.Database);
        Assert.Equal(deliveries.Length, StoredEntries.Read(_disk.Database).Count);
    }

    [Fact]
    public async Task Row_42_what_is_marked_as_sent_again_is_recorded_if_it_is_new()
    {
        using var bot = await BotProcess.StartAsync(_disk.Folder);
        using var client = new BotClient(bot.Url);

        var reply = await client.SendAsync("/detected first seen as a retry", "d1", earlier: 1);

        Assert.Equal(Told.Recorded, reply.Told);
        Assert.Equal(["first seen as a retry"], await client.EntriesAsync());
    }

    [Fact]
    public async Task Row_67_a_hundred_closes_at_once_are_one_close()
    {
        Assert.Equal((1, 99, 1), await CloseAtOnceAsync(mutant: null));
    }

    [Fact]
    public async Task Row_67_a_bot_that_decides_before_its_turn_is_noticed()
    {
        Assert.NotEqual((1, 99, 1), await CloseAtOnceAsync(Mutant.DecidesEarly));
    }

    private async Task<(int Recorded, int NotTaken, int Closes)> CloseAtOnceAsync(string? mutant)
    {
        using var bot = await BotProcess.StartAsync(_disk.Folder, mutant);
        using var client = new BotClient(bot.Url);
        await client.SendAsync("/detected down", "open");

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => client.SendAsync("/incident close", $"close{i}")));

        bot.Kill();
        using var file = Sqlite.Connect(_disk.Database);
        return (
            replies.Count(r => r.Told == Told.Recorded),
            replies.Count(r => r.Told == Told.NotTaken && r.Text.Contains("already closed by Ana", StringComparison.Ordinal)),
            file.ExecuteScalar<int>("SELECT count(*) FROM events WHERE type = 'closed'"));
    }
}
