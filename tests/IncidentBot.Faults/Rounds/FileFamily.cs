using IncidentBot.Faults.Bot;
using IncidentBot.Faults.History;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Faults.Rounds;

/// <summary>Rounds on a file: start, load, fault, end; after some, all that was told is held against the file.</summary>
/// <param name="mutant">The promise that the bot breaks; null for the bot as it is.</param>
internal abstract class FileFamily(string? mutant) : Family
{
    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestReplay = TimeSpan.FromSeconds(30);

    /// <summary>How many rounds share a file.</summary>
    public int RoundsOnFile { get; init; } = 10;

    /// <summary>What is in some of the texts; null for none.</summary>
    public string? Salt { get; init; }

    protected virtual bool LosesPower => false;

    public sealed override async Task<Verdict> RunAsync(int rounds, int seed, Action<int, int> finished)
    {
        var verdict = Verdict.None;
        for (var done = 0; done < rounds; done += RoundsOnFile)
        {
            verdict += await RunFileAsync(done, Math.Min(RoundsOnFile, rounds - done), seed, finished);
        }

        return verdict;
    }

    /// <summary>The environment of the process in this round.</summary>
    protected abstract (string Name, string Value)[] Environment(FaultyDisk disk, int round, Random random);

    /// <summary>Lets the load run for a while, with faults, and ends the process.</summary>
    protected abstract Task PlayAsync(BotProcess bot, Load load, FaultyDisk disk, Random random);

    private async Task<Verdict> RunFileAsync(int first, int rounds, int seed, Action<int, int> finished)
    {
        using var disk = new FaultyDisk(LosesPower);
        var journal = new Journal();
        try
        {
            for (var round = first; round < first + rounds; round++)
            {
                await RunRoundAsync(disk, journal, round, new Random((seed * 10_000) + round));
                finished(round + 1, journal.Confirmations);
            }

            disk.Orders.Heal();
            await EndAsync(disk, journal);
            return Checker.Check(journal, StoredEntries.Read(disk.Database), Salt) + await Verification.RunAsync(disk.Database);
        }
        catch (Exception e) when (e is InvalidOperationException or SqliteException or TimeoutException)
        {
            return Checker.Check(journal, WhatIsLeft(disk.Database), Salt) + Verdict.None with { Findings = [e.Message] };
        }
    }

    /// <summary>A file that cannot be read any more has lost all there was.</summary>
    private static IReadOnlyList<(int Incident, int Entry, string Id)> WhatIsLeft(string database)
    {
        try
        {
            return StoredEntries.Read(database);
        }
        catch (SqliteException)
        {
            return [];
        }
    }

    private async Task RunRoundAsync(FaultyDisk disk, Journal journal, int round, Random random)
    {
        disk.Orders.Heal();
        var bot = await StartAsync(disk, Environment(disk, round, random));
        var load = new Load(journal, random.Next(1_000_000)) { Salt = Salt };
        using var stop = new CancellationTokenSource();
        var running = load.RunAsync(bot.Url, stop.Token);
        try
        {
            await PlayAsync(bot, load, disk, random).WaitAsync(LongestRound);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"{Name}: round {round} does not end. The bot says:\n{bot.Error()}", e);
        }
        finally
        {
            bot.Dispose();
            await stop.CancelAsync();
            await running;
        }
    }

    /// <summary>A last start on a good disk: whatever nobody could tell the outcome of is sent again, and then it stops in order.</summary>
    private async Task EndAsync(FaultyDisk disk, Journal journal)
    {
        using var bot = await StartAsync(disk, []);
        await new Load(journal, seed: 0) { Salt = Salt }.SettleAsync(bot.Url);
        await EmergencyFile.EmptiedAsync(bot.Url).WaitAsync(LongestReplay);
        bot.Terminate();
        await bot.EndAsync().WaitAsync(LongestRound);
    }

    private async Task<BotProcess> StartAsync(FaultyDisk disk, (string Name, string Value)[] environment)
    {
        var bot = await BotProcess.StartAsync(disk.Folder, mutant, environment);
        if (bot.StartLine.Length > 0)
        {
            return bot;
        }

        using (bot)
        {
            var (exit, error) = await bot.EndAsync();
            throw new InvalidOperationException($"{Name}: the bot did not start ({exit}): {error}");
        }
    }
}
