using Dapper;
using IncidentBot.Faults.Bot;
using IncidentBot.Faults.History;
using IncidentBot.Storage.Rooms;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Tests.Fakes.Slack;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Faults.Rounds;

/// <summary>
/// The process is killed while it owes something to people and rooms in Slack. Whatever was recorded is told to whoever
/// typed it, and shown in its room; told again only if it was on its way at a kill.
/// </summary>
/// <param name="mutant">The promise that the bot breaks; null for the bot as it is.</param>
internal sealed class Debts(string? mutant = null) : Family
{
    private const int Clients = 8;
    private const string Update = "chat.update";
    private static readonly TimeSpan LongestDebt = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public override string Name => "owed";

    /// <summary>How many rounds share a file.</summary>
    public int RoundsOnFile { get; init; } = 5;

    /// <summary>The most lines that are acknowledged before the end; the fewest are a fifth of it.</summary>
    public int MostAnswers { get; init; } = 300;

    /// <summary>Whether each round ends in the middle of telling a room; null for every other, by chance.</summary>
    public bool? WhileTelling { get; init; }

    public override async Task<Verdict> RunAsync(int rounds, int seed, Action<int, int> finished)
    {
        var verdict = Verdict.None;
        for (var done = 0; done < rounds; done += RoundsOnFile)
        {
            verdict += await RunFileAsync(done, Math.Min(RoundsOnFile, rounds - done), seed, finished);
        }

        return verdict;
    }

    private async Task<Verdict> RunFileAsync(int first, int rounds, int seed, Action<int, int> finished)
    {
        using var disk = new FaultyDisk(losesPower: false);
        await using var slack = await FakeSlack.StartAsync();
        var lines = new SlackLines(slack);
        try
        {
            for (var round = first; round < first + rounds; round++)
            {
                await RunRoundAsync(disk, lines, new Random((seed * 10_000) + round));
                finished(round + 1, lines.Confirmed);
            }

            await EndAsync(disk, slack);
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException or TimeoutException)
        {
            return lines.Check(disk.Database, rounds * Clients) + Verdict.None with { Findings = [e.Message] };
        }

        return lines.Check(disk.Database, rounds * Clients) + await Verification.RunAsync(disk.Database);
    }

    private async Task RunRoundAsync(FaultyDisk disk, SlackLines lines, Random random)
    {
        using var bot = await StartAsync(disk, lines.Slack);
        using var enough = new CancellationTokenSource();
        var typing = Enumerable.Range(0, Clients).Select(_ => lines.TypeAsync(enough.Token)).ToList();
        await lines.AcknowledgedAsync(random.Next(MostAnswers / 5, MostAnswers));
        if (WhileTelling ?? random.Next(2) == 0)
        {
            await enough.CancelAsync();
            await Task.WhenAll(typing);
            typing = [await BeginToTellAsync(disk, lines)];
        }
        else
        {
            await Task.Delay(random.Next(20), CancellationToken.None);
        }

        bot.Kill();
        await Task.WhenAll(typing);
    }

    /// <summary>The room is told of one line more: Slack has the call, and nobody will ever know what came of it.</summary>
    private static async Task<Task> BeginToTellAsync(FaultyDisk disk, SlackLines lines)
    {
        await PaidAsync(disk.Database, OutboxKind.Status);
        var before = lines.Slack.CallsOf(Update).Count;
        lines.Slack.Fault(Update, new FakeFault { Hangs = true });
        var typing = lines.TypeOneAsync(lines.Slack.Open[^1]);
        await lines.Slack.UntilAsync(slack => slack.CallsOf(Update).Count > before);
        return typing;
    }

    /// <summary>A last start, until nothing is owed any more, and a stop in order.</summary>
    private async Task EndAsync(FaultyDisk disk, FakeSlack slack)
    {
        using var bot = await StartAsync(disk, slack);
        await PaidAsync(disk.Database, "%");
        bot.Terminate();
        await bot.EndAsync().WaitAsync(LongestDebt, CancellationToken.None);
    }

    /// <summary>Is done when nothing of a kind is owed any more, not even what was given up.</summary>
    private static async Task PaidAsync(string database, string kind)
    {
        _ = SqliteLibrary.Current;
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        using var late = new CancellationTokenSource(LongestDebt);
        while (connection.ExecuteScalar<int>("SELECT count(*) FROM outbox WHERE kind LIKE @kind", new { kind }) is > 0 and var owed)
        {
            if (late.IsCancellationRequested)
            {
                throw new InvalidOperationException($"{owed} debts are not paid after {LongestDebt.TotalSeconds:0} s.");
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task<BotProcess> StartAsync(FaultyDisk disk, FakeSlack slack)
    {
        var sockets = slack.Sockets.Count;
        var bot = await BotProcess.StartAsync(
            disk.Folder, mutant, [.. slack.Settings.Select(s => (s.Setting.Replace(":", "__", StringComparison.Ordinal), s.Value))]);
        if (bot.StartLine.Length == 0)
        {
            using (bot)
            {
                throw new InvalidOperationException($"{Name}: the bot did not start: {(await bot.EndAsync()).Error}");
            }
        }

        await slack.SocketAsync(sockets + 1);
        return bot;
    }
}
