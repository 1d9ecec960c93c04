using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Faults.Mutants;

/// <summary>A store that drops all that was on its way together with a line that it cannot take, and says that all is well.</summary>
internal sealed class PoisonedBatches(IIncidentStore inner) : StoreDecorator(inner)
{
    /// <summary>What no line may hold.</summary>
    public const string Poison = "poison";

    private volatile Task _poisoned = Task.CompletedTask;

    public override async Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        if (request.Text.Contains(Poison, StringComparison.Ordinal))
        {
            var batch = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _poisoned = batch.Task;
            await Inner.FindAsync(request.Channel, ct);
            batch.SetResult();
            throw new StorageException(outcomeUnknown: false, new InvalidDataException("poison"));
        }

        return _poisoned.IsCompleted
            ? await Inner.RecordAsync(request, decide, ct)
            : decide(new ChannelState(await Inner.FindAsync(request.Channel, ct), new IncidentId(1))).Answer;
    }
}
