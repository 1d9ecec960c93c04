using System.Collections.Concurrent;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Wire;

/// <summary>Takes one delivery, and comes back when it is stored or cannot be.</summary>
internal delegate Task<SlackAck> TakeDelivery(SlackDelivery delivery, CancellationToken ct);

/// <summary>The one way in for sockets and requests: a delivery, to its acknowledgement within the three seconds there are.</summary>
internal sealed partial class SlackReception(
    TakeDelivery take, LateAnswers late, SlackCalls calls, TimeProvider time, ILogger<SlackReception> logger) : IDisposable
{
    private const int MostAtOnce = 1000;
    private const int MostReported = 100;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2.7);

    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentDictionary<string, bool> _reported = new();
    private int _atOnce;

    /// <summary>Takes a delivery. It never fails.</summary>
    /// <returns>Null if it must not be acknowledged: then Slack delivers it again, or tells its sender that it did not work.</returns>
    public async Task<SlackAck?> TakeAsync(SlackDelivery delivery)
    {
        if (Interlocked.Increment(ref _atOnce) > MostAtOnce)
        {
            Interlocked.Decrement(ref _atOnce);
            LogFull(delivery.Kind);
            return Apology(delivery, "❌ NOT recorded: too much is going on at once. Send it again in a moment.");
        }

        var work = TakeSafelyAsync(delivery);
        if (!delivery.IsAwaited)
        {
            return await work;
        }

        try
        {
            return await work.WaitAsync(Deadline, time);
        }
        catch (TimeoutException)
        {
            _ = AnswerLaterAsync(delivery, work);
            return SlackAck.Empty;
        }
    }

    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private async Task<SlackAck?> TakeSafelyAsync(SlackDelivery delivery)
    {
        try
        {
            if (delivery.Payload is SlackPayload.EventCallback { Event: SlackEvent.TokensRevoked { Tokens.Bot.Count: > 0 } })
            {
                calls.Refuse("token_revoked");
            }

            ReportUnknown(delivery.Payload);

            return await take(delivery, _stopped.Token);
        }
        catch (Exception e)
        {
            LogFailed(delivery.Kind, delivery.Id, e);
            return Apology(delivery, "❓ Could not confirm: something went wrong here. Look at the timeline before you send it again.");
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }

    /// <summary>Each kind once: what is not known today comes all day.</summary>
    private void ReportUnknown(SlackPayload payload)
    {
        if (payload is SlackPayload.Unknown or SlackPayload.EventCallback { Event: SlackEvent.Unknown }
            && _reported.Count < MostReported && _reported.TryAdd(payload.Kind, true))
        {
            LogUnknown(payload.Kind);
        }
    }

    private async Task AnswerLaterAsync(SlackDelivery delivery, Task<SlackAck?> work)
    {
        if (await work is { } ack)
        {
            await late.SendAsync(delivery, ack);
        }
    }

    /// <summary>Who typed a command is told in words; what else failed comes again, or Slack says so.</summary>
    private static SlackAck? Apology(SlackDelivery delivery, string text) =>
        delivery.Payload is SlackPayload.SlashCommand ? SlackAck.Ephemeral(text) : null;

    [LoggerMessage(LogLevel.Warning, "Slack sent what is not known here: {Kind}")]
    private partial void LogUnknown(string kind);

    [LoggerMessage(LogLevel.Warning, "Too many deliveries of Slack at once; a {Kind} was not taken")]
    private partial void LogFull(string kind);

    [LoggerMessage(LogLevel.Error, "A {Kind} of Slack failed; delivery {DeliveryId}")]
    private partial void LogFailed(string kind, string deliveryId, Exception e);
}
