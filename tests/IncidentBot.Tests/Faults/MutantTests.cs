using IncidentBot.Faults.History;
using IncidentBot.Faults.Mutants;
using IncidentBot.Faults.Rounds;

namespace IncidentBot.Tests.Faults;

/// <summary>The rounds are worth what they catch: each of these bots breaks one promise, and is noticed.</summary>
public sealed class MutantTests
{
    private const int Seed = 7;

    /// <summary>What a busy machine lets slip in one round it does not in all of them.</summary>
    private const int MostRounds = 8;

    [SkippableTheory]
    [InlineData(Mutant.ConfirmBeforeCommit)]
    [InlineData(Mutant.SynchronousNormal)]
    [InlineData(Mutant.SynchronousOff)]
    public async Task A_power_cut_shows_that_it_confirms_what_is_not_on_disk(string mutant)
    {
        Needs.Program(Shim.Compiler);

        Assert.True(await ShowsAsync(() => new PowerCuts(mutant) { MostAnswers = 300 }, verdict => verdict.Lost > 0));
    }

    [Fact]
    public async Task Repeats_show_that_it_forgets_deliveries()
    {
        Assert.True(await ShowsAsync(() => new Kills(Mutant.NoDeduplication) { MostAnswers = 800 }, verdict => verdict.Twice > 0));
    }

    [Fact]
    public async Task Repeats_show_that_it_drops_what_is_marked_as_sent_again()
    {
        Assert.True(await ShowsAsync(() => new Kills(Mutant.DropRetries) { MostAnswers = 800 }, verdict => verdict.Lost > 0));
    }

    [Fact]
    public async Task Repeats_show_that_it_answers_otherwise_than_before()
    {
        Assert.True(await ShowsAsync(() => new Kills(Mutant.RepeatAnsweredAnew) { MostAnswers = 800 }, Finds("and then")));
    }

    [Fact]
    public async Task Many_at_once_show_that_it_decides_before_its_turn()
    {
        Assert.True(await ShowsAsync(() => new Kills(Mutant.DecidesEarly) { MostAnswers = 800 }, Finds("was not taken")));
    }

    [Fact]
    public async Task A_poisoned_line_shows_that_it_takes_others_with_it()
    {
        Assert.True(await ShowsAsync(
            () => new Kills(Mutant.PoisonSwallowsBatch) { MostAnswers = 800, Salt = PoisonedBatches.Poison }, verdict => verdict.Lost > 0));
    }

    [SkippableFact]
    public async Task A_failing_disk_shows_that_it_calls_recorded_what_was_refused()
    {
        Needs.Program(Shim.Compiler);

        Assert.True(await ShowsAsync(
            () => new DiskFaults(Mutant.RefusalAsRecorded) { Calm = 50, Among = [DiskFault.Full] }, verdict => verdict.Lost > 0));
    }

    [SkippableFact]
    public async Task A_failing_disk_shows_that_it_calls_refused_what_may_be_there()
    {
        Needs.Program(Shim.Compiler);

        Assert.True(await ShowsAsync(
            () => new DiskFaults(Mutant.UnknownAsRefused) { Calm = 50, Among = [DiskFault.SyncsFailWithoutSpool], EndsAtRefusal = true },
            Finds("refused for certain")));
    }

    [Fact]
    public async Task A_kill_shows_that_it_crosses_off_what_it_has_not_sent() => Assert.True(
        await ShowsAsync(() => new Debts(Mutant.CrossesOffEarly) { MostAnswers = 100, WhileTelling = true }, Finds("its room")));

    [Fact]
    public async Task A_kill_shows_that_it_leaves_owed_what_it_has_told() => Assert.True(
        await ShowsAsync(() => new Debts(Mutant.NeverCrossesOff) { MostAnswers = 100 }, Finds("were told twice")));

    private static Func<Verdict, bool> Finds(string words) =>
        verdict => verdict.Findings.Any(finding => finding.Contains(words, StringComparison.Ordinal));

    private static async Task<bool> ShowsAsync(Func<Family> family, Func<Verdict, bool> isCaught)
    {
        for (var seed = Seed; seed < Seed + MostRounds; seed++)
        {
            if (isCaught(await family().RunAsync(rounds: 1, seed, (_, _) => { })))
            {
                return true;
            }
        }

        return false;
    }
}
