using System.Collections.Concurrent;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Faults.Mutants;

/// <summary>How a mutant records, given the store it spoils.</summary>
internal delegate Task<CommandAnswer> RecordBadly(
    IIncidentStore inner, CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct);

/// <summary>A store that breaks one promise.</summary>
internal sealed class StoreMutant(IIncidentStore inner, RecordBadly record) : StoreDecorator(inner)
{
    private static readonly ConcurrentDictionary<DeliveryKey, bool> Answered = new();

    public override Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct) =>
        record(Inner, request, decide, ct);

    /// <summary>Says what was decided at once, while the commit goes on.</summary>
    public static Task<CommandAnswer> ConfirmBeforeCommitAsync(
        IIncidentStore inner, CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        var early = new TaskCompletionSource<CommandAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var recording = inner.RecordAsync(
            request,
            state =>
            {
                var decision = decide(state);
                early.TrySetResult(decision.Answer);
                return decision;
            },
            ct);
        return Task.WhenAny(early.Task, recording).Unwrap();
    }

    /// <summary>Takes every delivery for a new one.</summary>
    public static Task<CommandAnswer> ForgetDeliveriesAsync(
        IIncidentStore inner, CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct) =>
        inner.RecordAsync(request with { Delivery = null }, decide, ct);

    /// <summary>Says what would have been said, had the disk taken it.</summary>
    public static async Task<CommandAnswer> CallRefusedRecordedAsync(
        IIncidentStore inner, CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        try
        {
            return await inner.RecordAsync(request, decide, ct);
        }
        catch (StorageException)
        {
            return decide(new ChannelState(await inner.FindAsync(request.Channel, ct), new IncidentId(1))).Answer;
        }
    }

    /// <summary>Says that nothing was recorded where nobody can know.</summary>
    public static async Task<CommandAnswer> CallUnknownRefusedAsync(
        IIncidentStore inner, CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        try
        {
            return await inner.RecordAsync(request, decide, ct);
        }
        catch (StorageException e) when (e.OutcomeUnknown)
        {
            throw new StorageException(outcomeUnknown: false, e.InnerException!);
        }
    }

    /// <summary>Answers a repeat in other words than the first time.</summary>
    public static async Task<CommandAnswer> AnswerRepeatsAnewAsync(
        IIncidentStore inner, CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        var answer = await inner.RecordAsync(request, decide, ct);
        return request.Delivery is not { } delivery || Answered.TryAdd(delivery, true) ? answer : answer with { Reply = $"Already there: {answer.Reply}" };
    }

    /// <summary>Decides on what it read before its turn came.</summary>
    public static async Task<CommandAnswer> DecideEarlyAsync(
        IIncidentStore inner, CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
    {
        var current = await inner.FindAsync(request.Channel, ct);
        // Thinks it over, so that those who come together have all read by then.
        await Task.Delay(TimeSpan.FromMilliseconds(300), CancellationToken.None);
        return await inner.RecordAsync(request, state => decide(state with { Current = current ?? state.Current }), ct);
    }
}
