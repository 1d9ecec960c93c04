using IncidentBot.Faults.Bot;
using IncidentBot.Faults.History;

namespace IncidentBot.Faults.Rounds;

/// <summary>The disk fails, fills, slows down and stalls, recovers each time, and in the end the power goes or the process is killed.</summary>
internal sealed class DiskFaults(string? mutant = null) : FileFamily(mutant)
{
    private const int Episodes = 3;
    private const int AnswersWhileFailing = 200;
    private const string Log = "-wal";
    private const string Spool = ".spool";

    public override string Name => "disk";

    /// <summary>How many are confirmed between two faults.</summary>
    public int Calm { get; init; } = 300;

    /// <summary>
    /// Whether it all ends at the first refusal: what a failed commit left in the log is written over by the next try.
    /// </summary>
    public bool EndsAtRefusal { get; init; }

    /// <summary>What may happen to it.</summary>
    public IReadOnlyList<DiskFault> Among { get; init; } = Enum.GetValues<DiskFault>();

    protected override bool LosesPower => true;

    protected override (string Name, string Value)[] Environment(FaultyDisk disk, int round, Random random) =>
        disk.Environment(leak: round % 2 * 50);

    protected override async Task PlayAsync(BotProcess bot, Load load, FaultyDisk disk, Random random)
    {
        await load.ConfirmationsAsync(Calm);
        for (var episode = 0; episode < Episodes && !EndsAtRefusal; episode++)
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

    private async Task FailAsync(Load load, DiskOrders orders, Random random)
    {
        Order(orders, Among[random.Next(Among.Count)], random);
        await (EndsAtRefusal ? load.RefusalAsync() : load.AnswersAsync(AnswersWhileFailing));
    }

    private static void Order(DiskOrders orders, DiskFault fault, Random random)
    {
        // At times the database alone, so that the emergency file works, at times all there is.
        var only = random.Next(2) == 0 ? Log : "";
        switch (fault)
        {
            case DiskFault.SyncFails:
                orders.FailSyncs(DiskOrders.InputOutputError, only, after: random.Next(20), times: 1);
                break;
            case DiskFault.SyncsFail:
                orders.FailSyncs(DiskOrders.InputOutputError, only, after: random.Next(5));
                break;
            case DiskFault.SyncsFailWithoutSpool:
                orders.FailWrites(DiskOrders.NoSpaceLeft, Spool);
                orders.FailSyncs(DiskOrders.InputOutputError, Log, after: random.Next(5));
                break;
            case DiskFault.WritesFail:
                orders.FailWrites(DiskOrders.NoSpaceLeft, only, after: random.Next(100), times: random.Next(1, 5));
                break;
            case DiskFault.Full:
                orders.FailWrites(DiskOrders.NoSpaceLeft, only, after: random.Next(100));
                break;
            case DiskFault.Slow:
                orders.Slow(TimeSpan.FromMilliseconds(30));
                break;
            case DiskFault.Stalls:
                orders.Stall(TimeSpan.FromSeconds(random.Next(1, 6)));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }
    }
}
