using IncidentBot.Faults.Rounds;

namespace IncidentBot.Tests.Faults;

/// <summary>The short form of <c>tests/faults</c>: the same rounds, fewer of them.</summary>
public sealed class CrashTests
{
    private const int Seed = 20260304;

    /// <summary>Row 1.</summary>
    [Fact]
    public Task Nothing_confirmed_is_lost_to_kills() =>
        SurvivesAsync(new Kills { MostAnswers = 800, RoundsOnFile = 20 }, rounds: 20, atLeast: 20 * 160);

    /// <summary>Row 2; the rounds take turns between the two SQLite libraries.</summary>
    [SkippableFact]
    public Task Nothing_confirmed_is_lost_to_power_cuts()
    {
        Needs.Program(Shim.Compiler);
        return SurvivesAsync(new PowerCuts { MostAnswers = 500 }, rounds: 10, atLeast: 10 * 100);
    }

    /// <summary>Rows 3 and 4: asked once, or twice.</summary>
    [Fact]
    public Task Nothing_confirmed_is_lost_to_a_stop_under_load_and_it_ends_well_in_time() =>
        SurvivesAsync(new Stops { MostAnswers = 800 }, rounds: 3, atLeast: 3 * 160);

    /// <summary>Row 27, with three bots on one PostgreSQL.</summary>
    [SkippableFact]
    public Task Nothing_confirmed_is_lost_when_PostgreSQL_stops_at_once()
    {
        Needs.Postgres();
        return SurvivesAsync(new ServerStops { MostAnswers = 500 }, rounds: 3, atLeast: 3 * 100);
    }

    /// <summary>Rows 5 to 9 by chance: what breaks, when, and for how long.</summary>
    [SkippableFact]
    public Task Everybody_is_told_the_truth_while_the_disk_fails()
    {
        Needs.Program(Shim.Compiler);
        return SurvivesAsync(new DiskFaults { Calm = 50 }, rounds: 2, atLeast: 100);
    }

    /// <summary>Row 1, while people and rooms in Slack wait for what they are owed.</summary>
    [Fact]
    public Task Nothing_owed_is_lost_to_kills() => SurvivesAsync(new Debts { MostAnswers = 150 }, rounds: 3, atLeast: 3 * 30);

    private static async Task SurvivesAsync(Family family, int rounds, int atLeast)
    {
        var verdict = await family.RunAsync(rounds, Seed, (_, _) => { });

        Assert.True(verdict.Clean, verdict.ToString());
        Assert.InRange(verdict.Confirmed, atLeast, int.MaxValue);
        Assert.Equal(verdict.Confirmed, verdict.Present);
    }
}
