using IncidentBot.Faults.Bot;
using IncidentBot.Faults.History;

namespace IncidentBot.Faults.Rounds;

/// <summary>The power goes at any moment, and with it all that was not synced, but for what had leaked to the disk early.</summary>
internal sealed class PowerCuts(string? mutant = null) : FileFamily(mutant)
{
    private static readonly string[] Libraries = ["bundled", "auto"];
    private static readonly int[] Leaks = [0, 30, 50];

    public override string Name => "cut";

    /// <summary>The most answers before the cut; the fewest are a fifth of it.</summary>
    public int MostAnswers { get; init; } = 2000;

    protected override bool LosesPower => true;

    protected override (string Name, string Value)[] Environment(FaultyDisk disk, int round, Random random) =>
    [
        .. disk.Environment(Leaks[round % Leaks.Length]),
        ("Storage__SqliteLibrary", Libraries[round % Libraries.Length]),
    ];

    protected override async Task PlayAsync(BotProcess bot, Load load, FaultyDisk disk, Random random)
    {
        await load.AnswersAsync(random.Next(MostAnswers / 5, MostAnswers));
        // It goes in the midst of a sync that takes long: whoever was answered by now must not have been waiting for it.
        disk.Orders.Slow(TimeSpan.FromMilliseconds(30));
        await load.AnswersAsync(random.Next(1, 100));
        await Task.Delay(random.Next(30));
        bot.Kill();
        disk.CutPower();
    }
}
