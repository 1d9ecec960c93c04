using IncidentBot.Faults.Bot;
using IncidentBot.Faults.History;

namespace IncidentBot.Faults.Rounds;

/// <summary>The disk fails, fills, slows down and stalls, recovers each time, and in the end the power goes or the process is killed.</summary>
internal sealed class DiskFaults(string? mutant = null) : Family(mutant)
{
    private const int Episodes = 3;

    public override string Name => "disk";

    /// <summary>How many are confirmed between two faults.</summary>
    public int Calm { get; init; } = 300;

    protected override bool LosesPower => true;

    protected override (string Name, string Value)[] Environment(FaultyDisk disk, int round, Random random) =>
        disk.Environment(leak: round % 2 * 50);

    protected override async Task PlayAsync(BotProcess bot, Load load, FaultyDisk disk, Random random)
    {
        await load.ConfirmationsAsync(Calm);
        for (var episode = 0; episode < Episodes; episode++)
        {
            await FailAsync(load, disk.Orders, random);
            disk.Orders.Heal();
            await load.ConfirmationsAsync(random.Next(1, Calm));
        }

        await FailAsync(load, disk.Orders, random);
        bot.Kill();
        if (random.Next(2) == 0)
        {
            disk.CutPower();
        }
        else
        {
            disk.KeepPower();
        }
    }

    private static Task FailAsync(Load load, DiskOrders orders, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                orders.FailSyncs(DiskOrders.InputOutputError, after: random.Next(20), times: 1);
                return load.AnswersAsync(200);
            case 1:
                orders.FailSyncs(DiskOrders.InputOutputError, after: random.Next(20));
                return load.AnswersAsync(200);
            case 2:
                orders.FailWrites(DiskOrders.NoSpaceLeft, after: random.Next(100), times: random.Next(1, 5));
                return load.AnswersAsync(200);
            case 3:
                orders.FailWrites(DiskOrders.NoSpaceLeft, after: random.Next(100));
                return load.AnswersAsync(200);
            case 4:
                orders.Slow(TimeSpan.FromMilliseconds(30));
                return load.AnswersAsync(200);
            default:
                orders.Stall(TimeSpan.FromSeconds(random.Next(1, 6)));
                return load.AnswersAsync(200);
        }
    }
}
