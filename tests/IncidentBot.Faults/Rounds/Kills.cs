using IncidentBot.Faults.Bot;
using IncidentBot.Faults.History;

namespace IncidentBot.Faults.Rounds;

/// <summary>The process is killed at any moment.</summary>
internal sealed class Kills(string? mutant = null) : FileFamily(mutant)
{
    public override string Name => "kill";

    /// <summary>The most answers before the end; the fewest are a fifth of it.</summary>
    public int MostAnswers { get; init; } = 3500;

    protected override (string Name, string Value)[] Environment(FaultyDisk disk, int round, Random random) => [];

    protected override async Task PlayAsync(BotProcess bot, Load load, FaultyDisk disk, Random random)
    {
        await load.AnswersAsync(random.Next(MostAnswers / 5, MostAnswers));
        await Task.Delay(random.Next(20));
        bot.Kill();
    }
}
