using IncidentBot.Faults.Bot;
using IncidentBot.Faults.History;
using IncidentBot.Faults.Rounds;

namespace IncidentBot.Faults;

/// <summary>The long form: every family with its number of rounds, progress on standard error, a table at the end.</summary>
internal static class Suite
{
    /// <summary>In the order they run.</summary>
    private static readonly (Func<string?, Family> Make, int Rounds)[] Families =
    [
        (mutant => new Kills(mutant), 500),
        (mutant => new PowerCuts(mutant), 200),
        (mutant => new DiskFaults(mutant), 30),
        (mutant => new Debts(mutant), 25),
        (mutant => new Stops(mutant), 100),
        (mutant => new ServerStops(mutant), 50),
    ];

    public static IEnumerable<string> Names => Families.Select(f => f.Make(null).Name);

    /// <param name="rounds">Of each family; null for what each has by default.</param>
    /// <param name="mutant">The promise that the bot breaks; null for the bot as it is.</param>
    /// <param name="only">The families to run; empty for all.</param>
    /// <returns>Whether nothing was lost, nothing was there twice, and everybody was told the truth.</returns>
    public static async Task<bool> RunAsync(int? rounds, string? mutant, int seed, IReadOnlyCollection<string> only)
    {
        List<(string Name, int Rounds, Verdict Verdict)> rows = [];
        if ((only.Count == 0 || only.Contains(new ServerStops().Name)) && PostgresCluster.FindPrograms() is null)
        {
            await Console.Error.WriteLineAsync("PostgreSQL is needed for the family 'server': install it, or leave that out with --only.");
            return false;
        }

        foreach (var (make, usual) in Families)
        {
            var family = make(mutant);
            if (only.Count == 0 || only.Contains(family.Name))
            {
                var all = rounds ?? usual;
                var verdict = await family.RunAsync(all, seed, (done, confirmed) =>
                    Console.Error.Write($"\r{family.Name}: round {done} of {all}, {confirmed} confirmed on this file    "));
                Console.Error.WriteLine();
                foreach (var finding in verdict.Findings)
                {
                    Console.Error.WriteLine($"{family.Name}: {finding}");
                }

                rows.Add((family.Name, all, verdict));
            }
        }

        Print(rows);
        return rows.All(row => row.Verdict.Clean);
    }

    private static void Print(List<(string Name, int Rounds, Verdict Verdict)> rows)
    {
        Console.WriteLine("family | rounds | confirmed | present | lost | twice | invocations | findings");
        foreach (var (name, rounds, v) in rows.Append(("all", rows.Sum(r => r.Rounds), rows.Aggregate(Verdict.None, (sum, r) => sum + r.Verdict))))
        {
            Console.WriteLine($"{name,-6} | {rounds,6} | {v.Confirmed,9} | {v.Present,7} | {v.Lost,4} | {v.Twice,5} | {v.Invocations,11} | {v.Findings.Count,8}");
        }
    }
}
