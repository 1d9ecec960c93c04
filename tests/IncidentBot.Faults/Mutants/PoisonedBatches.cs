using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Faults.Mutants;

/// <summary>A store that drops what comes together with a line that it cannot take, and says that all is well.</summary>
internal sealed class PoisonedBatches(IIncidentStore inner) : StoreDecorator(inner)
{
    /// <summary>What no line may hold.</summary>
    public const string Poison = "poison";

    private const int Batch = 16;

    private int _swallowing;

    public override async Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        if (request.Text.Contains(Poison, StringComparison.Ordinal))
        {
            Interlocked.Exchange(ref _swallowing, Batch);
            throw new StorageException(outcomeUnknown: false, new InvalidDataException("poison"));
        }

        return Interlocked.Decrement(ref _swallowing) < 0
            ? await Inner.RecordAsync(request, decide, ct)
            : decide(new ChannelState(await Inner.FindAsync(request.Channel, ct), new IncidentId(1))).Answer;
    }
}
