using IncidentBot.Faults.History;
using IncidentBot.Faults.Mutants;
using IncidentBot.Faults.Rounds;

namespace IncidentBot.Tests.Faults;

/// <summary>The rounds are worth what they catch: each of these bots breaks one promise, and is noticed.</summary>
public sealed class MutantTests
{
    private const int Seed = 7;

    [SkippableTheory]
    [InlineData(Mutant.ConfirmBeforeCommit)]
    [InlineData(Mutant.SynchronousNormal)]
    [InlineData(Mutant.SynchronousOff)]
    public async Task A_power_cut_shows_that_it_confirms_what_is_not_on_disk(string mutant)
    {
        Needs.Program(Shim.Compiler);

        var verdict = await RunAsync(new PowerCuts(mutant) { MostAnswers = 300 }, rounds: 4);

        Assert.NotEqual(0, verdict.Lost);
    }

    [Fact]
    public async Task Repeats_show_that_it_forgets_deliveries()
    {
        var verdict = await RunAsync(new Kills(Mutant.NoDeduplication) { MostAnswers = 800 }, rounds: 1);

        Assert.NotEqual(0, verdict.Twice);
    }

    [Fact]
    public async Task Repeats_show_that_it_drops_what_is_marked_as_sent_again()
    {
        var verdict = await RunAsync(new Kills(Mutant.DropRetries) { MostAnswers = 800 }, rounds: 2);

        Assert.NotEqual(0, verdict.Lost);
    }

    [Fact]
    public async Task Repeats_show_that_it_answers_otherwise_than_before()
    {
        var verdict = await RunAsync(new Kills(Mutant.RepeatAnsweredAnew) { MostAnswers = 800 }, rounds: 1);

        Assert.Contains(verdict.Findings, finding => finding.Contains("and then", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_at_once_show_that_it_decides_before_its_turn()
    {
        var verdict = await RunAsync(new Kills(Mutant.DecidesEarly) { MostAnswers = 800 }, rounds: 1);

        Assert.Contains(verdict.Findings, finding => finding.Contains("was not taken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_poisoned_line_shows_that_it_takes_others_with_it()
    {
        var verdict = await RunAsync(
            new Kills(Mutant.PoisonSwallowsBatch) { MostAnswers = 800, Salt = PoisonedBatches.Poison }, rounds: 1);

        Assert.NotEqual(0, verdict.Lost);
    }

    [SkippableFact]
    public async Task A_failing_disk_shows_that_it_calls_recorded_what_was_refused()
    {
        Needs.Program(Shim.Compiler);

        var verdict = await RunAsync(new DiskFaults(Mutant.RefusalAsRecorded) { Calm = 50, Among = [DiskFault.Full] }, rounds: 2);

        Assert.NotEqual(0, verdict.Lost);
    }

    [SkippableFact]
    public async Task A_failing_disk_shows_that_it_calls_refused_what_may_be_there()
    {
        Needs.Program(Shim.Compiler);

        var verdict = await RunAsync(new DiskFaults(Mutant.UnknownAsRefused) { Calm = 50, Among = [DiskFault.SyncsFailWithoutSpool] }, rounds: 2);

        Assert.Contains(verdict.Findings, finding => finding.Contains("refused for certain", StringComparison.Ordinal));
    }

    private static Task<Verdict> RunAsync(Family family, int rounds) => family.RunAsync(rounds, Seed, (_, _) => { });
}
