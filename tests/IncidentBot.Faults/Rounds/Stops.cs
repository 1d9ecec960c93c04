using IncidentBot.Faults.Bot;
using IncidentBot.Faults.History;

namespace IncidentBot.Faults.Rounds;

/// <summary>The process is asked to stop under load: it must end well, and in time.</summary>
internal sealed class Stops(string? mutant = null) : FileFamily(mutant)
{
    /// <summary>The bot promises 8 s and Docker kills after 10; the load, on the same cores, takes its part.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(9);

    public override string Name => "stop";

    public int MostAnswers { get; init; } = 2000;

    protected override (string Name, string Value)[] Environment(FaultyDisk disk, int round, Random random) => [];

    protected override async Task PlayAsync(BotProcess bot, Load load, FaultyDisk disk, Random random)
    {
        await load.AnswersAsync(random.Next(MostAnswers / 5, MostAnswers));
        bot.Terminate();
        if (random.Next(2) == 0)
        {
            // Being told twice must not hurry it.
            bot.Terminate();
        }

        var (exit, error) = await bot.EndAsync().WaitAsync(Longest);
        if (exit != 0 || error.Length > 0)
        {
            throw new InvalidOperationException($"The bot stopped with {exit} and said: {error}");
        }
    }
}
