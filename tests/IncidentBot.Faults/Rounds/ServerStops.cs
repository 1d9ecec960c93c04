using IncidentBot.Faults.Bot;
using IncidentBot.Faults.History;
using Npgsql;

namespace IncidentBot.Faults.Rounds;

/// <summary>PostgreSQL stops at once, as in a power cut, and comes back, while several bots on it are under load.</summary>
internal sealed class ServerStops(string? mutant = null) : Family
{
    private const int Bots = 3;
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(2);

    public override string Name => "server";

    /// <summary>Before each stop there are up to so many answers more.</summary>
    public int MostAnswers { get; init; } = 800;

    public override async Task<Verdict> RunAsync(int rounds, int seed, Action<int, int> finished)
    {
        await using var cluster = await PostgresCluster.StartAsync(PostgresCluster.FindPrograms()!);
        var address = await cluster.CreateDatabaseAsync();
        var journal = new Journal();
        List<TemporaryFolder> folders = [.. Enumerable.Range(0, Bots).Select(_ => new TemporaryFolder())];
        List<BotProcess> bots = [];
        try
        {
            foreach (var folder in folders)
            {
                var bot = await BotProcess.StartAsync(
                    folder.Path, mutant, ("Storage__Provider", "postgres"), ("Storage__ConnectionString", address));
                bots.Add(bot);
                if (bot.StartLine.Length == 0)
                {
                    var (exit, error) = await bot.EndAsync();
                    throw new InvalidOperationException($"{Name}: a bot did not start ({exit}): {error}");
                }
            }

            await StopAgainAndAgainAsync(cluster, bots, journal, rounds, seed, finished);
            await EndAsync(bots, journal);
            await using var connection = new NpgsqlConnection(address);
            await connection.OpenAsync();
            return Checker.Check(journal, StoredEntries.Read(connection)) + await Verification.RunAsync(
                [], ("Storage__Provider", "postgres"), ("Storage__ConnectionString", address));
        }
        catch (Exception e) when (e is InvalidOperationException or NpgsqlException or TimeoutException)
        {
            return Checker.Check(journal, await WhatIsLeftAsync(address)) + Verdict.None with { Findings = [e.Message] };
        }
        finally
        {
            bots.ForEach(bot => bot.Dispose());
            folders.ForEach(folder => folder.Dispose());
        }
    }

    /// <summary>A database that cannot be read any more has lost all there was.</summary>
    private static async Task<IReadOnlyList<(int Incident, int Entry, string Id)>> WhatIsLeftAsync(string address)
    {
        try
        {
            await using var connection = new NpgsqlConnection(address);
            await connection.OpenAsync();
            return StoredEntries.Read(connection);
        }
        catch (NpgsqlException)
        {
            return [];
        }
    }

    private async Task StopAgainAndAgainAsync(
        PostgresCluster cluster, List<BotProcess> bots, Journal journal, int rounds, int seed, Action<int, int> finished)
    {
        var random = new Random(seed);
        using var stop = new CancellationTokenSource();
        List<Load> loads = [.. bots.Select((_, i) => new Load(journal, (seed * Bots) + i))];
        var running = Task.WhenAll(loads.Zip(bots, (load, bot) => load.RunAsync(bot.Url, stop.Token)));
        try
        {
            for (var round = 0; round < rounds; round++)
            {
                await loads[round % Bots].ConfirmationsAsync(random.Next(MostAnswers / 5, MostAnswers));
                await cluster.StopImmediatelyAsync();
                await cluster.StartAsync();
                finished(round + 1, journal.Confirmations);
            }

            await loads[0].ConfirmationsAsync(MostAnswers / 5);
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }
    }

    /// <summary>Whatever nobody could tell the outcome of is sent again, and then all stop in order.</summary>
    private static async Task EndAsync(List<BotProcess> bots, Journal journal)
    {
        await new Load(journal, seed: 0).SettleAsync(bots[0].Url);
        foreach (var bot in bots)
        {
            await EmergencyFile.EmptiedAsync(bot.Url).WaitAsync(LongestEnd);
            bot.Terminate();
            await bot.EndAsync().WaitAsync(LongestEnd);
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("incidentbot-faults-");

        public string Path => _folder.FullName;

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
