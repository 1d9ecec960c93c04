using IncidentBot.Core.Commands;
using IncidentBot.Intake;
using IncidentBot.Slack.Speech.Messages;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Storage.Rooms;
using NodaTime;
using NodaTime.Extensions;
using SlackMessage = IncidentBot.Slack.Speech.Blocks.SlackMessage;

namespace IncidentBot.Slack.Voice;

/// <summary>
/// Takes a command of somebody's and tells them, and nobody else, how it ended. The answer is owed from the commit on;
/// where the acknowledgement brings it, nothing more is.
/// </summary>
internal sealed partial class SlackReplies(
    CommandIntake intake, IRoomStore rooms, SlackVoice voice, CommandSettings settings, TimeProvider time, ILogger<SlackReplies> logger)
{
    /// <summary>Slack gives three seconds.</summary>
    private static readonly Duration Patience = Duration.FromSeconds(2);

    /// <summary>However long the names took.</summary>
    private static readonly Duration LeastPatience = Duration.FromMilliseconds(300);

    /// <summary>So shortly before an answer is due, it is left to the outbox.</summary>
    private static readonly Duration Handover = Duration.FromSeconds(2);

    /// <summary>Until then the acknowledgement may still be on its way.</summary>
    private static readonly Duration WithAcknowledgement = Duration.FromSeconds(10);
    private static readonly Duration Life = Duration.FromMinutes(30);

    /// <summary>Takes a line whose answer the acknowledgement brings.</summary>
    public async Task<SlackAck> AcknowledgeAsync(CommandRequest request, SlackAddress to)
    {
        var outcome = await intake.TakeAsync(Owing(request, to, WithAcknowledgement), PatienceFor(request), confirmsLater: true);
        if (outcome is Outcome.Late { Final: var final })
        {
            _ = FollowAsync(request, final, to);
            return Ephemeral(Replies.Of(outcome, settings)[0]);
        }

        var messages = Replies.Of(outcome, settings);
        _ = SettleAsync(request.Delivery!.Value, to, [.. messages.Skip(1)]);
        return Ephemeral(messages[0]);
    }

    /// <summary>Takes a line that has no acknowledgement with words: its sender is told from the outbox.</summary>
    public async Task<Outcome> TakeAsync(CommandRequest request, SlackAddress to)
    {
        var outcome = await intake.TakeAsync(Owing(request, to, Duration.Zero), PatienceFor(request), confirmsLater: true);
        if (outcome is Outcome.Late { Final: var final })
        {
            _ = FollowAsync(null, final, to);
        }

        if (outcome is not Outcome.Answered)
        {
            await SayAsync(to, Replies.Of(outcome, settings));
        }

        return outcome;
    }

    /// <summary>Takes what was filled into a form, which stays open while something is wrong.</summary>
    /// <param name="isQuiet">Whether nothing is said where all went well.</param>
    /// <returns>What is wrong; null if it is recorded, or on its way.</returns>
    public async Task<string?> TakeFormAsync(CommandRequest request, SlackAddress to, bool isQuiet = false)
    {
        var outcome = await intake.TakeAsync(Owing(request, to, WithAcknowledgement), PatienceFor(request), confirmsLater: true);
        switch (outcome)
        {
            case Outcome.Answered { Answer.Recorded: false } or Outcome.NotRecorded:
                _ = SettleAsync(request.Delivery!.Value, to, []);
                return outcome.Text;
            case Outcome.Late { Final: var final }:
                _ = FollowAsync(request, final, to);
                await SayAsync(to, Replies.Of(outcome, settings));
                return null;
            default:
                _ = SettleAsync(request.Delivery!.Value, to, isQuiet && outcome is Outcome.Answered ? [] : Replies.Of(outcome, settings));
                return null;
        }
    }

    /// <summary>Takes what nobody waits for; it comes to an end, however late.</summary>
    public Task<Outcome> RecordAsync(CommandRequest request) => intake.TakeAsync(request, Timeout.InfiniteTimeSpan, confirmsLater: false);

    /// <summary>Says something that nobody has to wait for.</summary>
    public void Hint(SlackAddress to, string text) => _ = TrySayAsync(to, [Replies.Hint(text)]);

    public Task HintAsync(SlackAddress to, string text) => SayAsync(to, [Replies.Hint(text)]);

    public static SlackAck Ephemeral(SlackMessage message)
    {
        var json = message.ToJson();
        json["response_type"] = "ephemeral";
        return new SlackAck(json);
    }

    private static CommandRequest Owing(CommandRequest request, SlackAddress to, Duration after) => request with
    {
        ReplyTo = new ReplyTo(to.Write(), request.ReceivedAt + after, request.ReceivedAt + Life),
    };

    /// <summary>What was promised after <c>Not saved yet</c>. Should it not get through, the outbox has what the store answered.</summary>
    /// <param name="brought">The command whose answer the outbox holds back; null where it sends that at once.</param>
    private async Task FollowAsync(CommandRequest? brought, Task<Outcome> late, SlackAddress to)
    {
        try
        {
            var final = await late;
            if (final is not Outcome.Answered)
            {
                await SayAsync(to, Replies.Of(final, settings));
            }
            else if (brought is not null && time.GetUtcNow().ToInstant() + Handover < brought.ReceivedAt + WithAcknowledgement
                && await voice.TellAsync(to, Replies.Of(final, settings), CancellationToken.None) is null)
            {
                await rooms.AnsweredAsync(brought.Delivery!.Value);
            }
        }
        catch (Exception e)
        {
            LogUnsaid(e);
        }
    }

    /// <summary>What is left of it since the delivery came.</summary>
    private TimeSpan PatienceFor(CommandRequest request)
    {
        var left = Patience - Duration.Max(Duration.Zero, time.GetUtcNow().ToInstant() - request.ReceivedAt);
        return Duration.Max(left, LeastPatience).ToTimeSpan();
    }

    private async Task TrySayAsync(SlackAddress to, IReadOnlyList<SlackMessage> messages)
    {
        try
        {
            await SayAsync(to, messages);
        }
        catch (Exception e)
        {
            LogUnsaid(e);
        }
    }

    private async Task SettleAsync(DeliveryKey delivery, SlackAddress to, IReadOnlyList<SlackMessage> rest)
    {
        try
        {
            await rooms.AnsweredAsync(delivery);
            await SayAsync(to, rest);
        }
        catch (Exception e)
        {
            // It may be said twice.
            LogUnsettled(e);
        }
    }

    private async Task SayAsync(SlackAddress to, IReadOnlyList<SlackMessage> messages)
    {
        if (await voice.TellAsync(to, messages, CancellationToken.None) is { } trouble)
        {
            LogRefused(trouble.Text);
        }
    }

    [LoggerMessage(LogLevel.Warning, "An answer could not be shown: {Problem}")]
    private partial void LogRefused(string problem);

    [LoggerMessage(LogLevel.Error, "An answer could not be shown")]
    private partial void LogUnsaid(Exception e);

    [LoggerMessage(LogLevel.Warning, "An answer that was brought could not be crossed off")]
    private partial void LogUnsettled(Exception e);
}
