using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake;

namespace IncidentBot.Discord.Wire;

/// <summary>The one way in for the gateway and for requests: a delivery, to its first answer within the three seconds there are.</summary>
internal sealed partial class DiscordReception(
    TakeDelivery take, DiscordApi api, LateAnswers late, RecentIds<string> known, TimeProvider time, ILogger<DiscordReception> logger) : IDisposable
{
    private const int MostAtOnce = 1000;

    /// <summary>What an answer takes to get to Discord, on a bad day.</summary>
    private static readonly TimeSpan Way = TimeSpan.FromSeconds(0.8);

    private readonly CancellationTokenSource _stopped = new();
    private int _atOnce;

    /// <summary>Takes what the gateway delivers, and answers it. It never fails.</summary>
    public async Task TakeAsync(DiscordDelivery delivery)
    {
        if (!known.Begin(delivery.Id))
        {
            // Delivered again; the first time is being answered or has been.
            return;
        }

        try
        {
            var (answer, rest) = await FirstAnswerAsync(delivery);
            if (answer is not null && delivery.Payload is DiscordPayload.Interaction { Value: var interaction })
            {
                await SayAsync(delivery, interaction, answer);
            }

            // It is dealt with when the work is done, not when the sender was put off.
            await rest();
        }
        catch (Exception e)
        {
            LogFailed(delivery.Kind, delivery.Id, e);
        }
    }

    /// <summary>Takes what comes as a request. It never fails.</summary>
    /// <returns>What is to be answered to the request, null if it has been answered in another way; and what goes on behind it.</returns>
    public async Task<(DiscordResponse? Answer, Func<Task> Then)> TakeRequestAsync(DiscordDelivery delivery)
    {
        var (answer, rest) = await FirstAnswerAsync(delivery);
        if (answer is { Files.Count: > 0 } && delivery.Payload is DiscordPayload.Interaction { Value: var interaction })
        {
            await SayAsync(delivery, interaction, answer);
            answer = null;
        }

        return (answer, rest);
    }

    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private async Task<(DiscordResponse? Answer, Func<Task> Then)> FirstAnswerAsync(DiscordDelivery delivery)
    {
        if (delivery.Payload is not DiscordPayload.Interaction { Value: var interaction })
        {
            return (await TakeSafelyAsync(delivery), Nothing);
        }

        if (Interlocked.Increment(ref _atOnce) > MostAtOnce)
        {
            Interlocked.Decrement(ref _atOnce);
            LogFull(delivery.Kind);
            return (Apology(interaction, "❌ NOT recorded: too much is going on at once. Send it again in a moment."), Nothing);
        }

        var work = CountedAsync(delivery);
        var left = delivery.Left(time) - Way;
        try
        {
            return (await work.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time), Nothing);
        }
        catch (TimeoutException)
        {
            // Who takes deliveries has a patience of their own, so this is rare.
            return !delivery.IsAnsweredByTaker && LateAnswers.Deferral(interaction) is { } deferral ? (deferral, () => late.SayLaterAsync(interaction, deferral, work)) : (null, () => work);
        }
    }

    private static Task Nothing() => Task.CompletedTask;

    private async Task<DiscordResponse?> CountedAsync(DiscordDelivery delivery)
    {
        try
        {
            return await TakeSafelyAsync(delivery);
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }

    private async Task<DiscordResponse?> TakeSafelyAsync(DiscordDelivery delivery)
    {
        try
        {
            return await take(delivery, _stopped.Token);
        }
        catch (Exception e)
        {
            LogFailed(delivery.Kind, delivery.Id, e);
            known.Forget(delivery.Id);
            return delivery.Payload is DiscordPayload.Interaction { Value: var interaction }
                ? Apology(interaction, "❓ Could not confirm: something went wrong here. Look at the timeline before you send it again.")
                : null;
        }
    }

    private async Task SayAsync(DiscordDelivery delivery, DiscordInteraction interaction, DiscordResponse answer)
    {
        var said = await api.AnswerAsync(interaction.Address, answer, delivery.Left(time), CancellationToken.None);
        if (said.IsOk)
        {
            return;
        }

        if (said.Trouble.IsAnsweredAlready)
        {
            // Another copy of the bot was faster.
            LogAnswered(delivery.Kind, delivery.Id);
            return;
        }

        if (interaction.Type == InteractionTypes.Autocomplete)
        {
            // The next key was pressed already.
            return;
        }

        LogLate(delivery.Kind, delivery.Id);
        if (said.Trouble.Outcome != DiscordOutcome.Unknown)
        {
            await late.SayElsewhereAsync(interaction, answer);
        }
    }

    private static DiscordResponse.Message? Apology(DiscordInteraction interaction, string text) =>
        interaction.Type == InteractionTypes.Autocomplete ? null : new DiscordResponse.Message(MessageBody.Text(text).AsEphemeral());

    [LoggerMessage(LogLevel.Warning, "Too many deliveries of Discord at once; a {Kind} was not taken")]
    private partial void LogFull(string kind);

    [LoggerMessage(LogLevel.Error, "A {Kind} of Discord failed; delivery {DeliveryId}")]
    private partial void LogFailed(string kind, string deliveryId, Exception e);

    [LoggerMessage(LogLevel.Information, "A {Kind} of Discord was answered already; delivery {DeliveryId}")]
    private partial void LogAnswered(string kind, string deliveryId);

    [LoggerMessage(LogLevel.Warning, "The answer to a {Kind} of Discord came too late; delivery {DeliveryId}")]
    private partial void LogLate(string kind, string deliveryId);
}
