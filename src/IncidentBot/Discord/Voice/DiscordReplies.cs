using IncidentBot.Core.Commands;
using IncidentBot.Discord.Speech.Messages;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake;
using IncidentBot.Storage.Rooms;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Discord.Voice;

/// <summary>
/// Takes a command of somebody's and answers: to all what is recorded, to them alone what is not. The answer is owed
/// from the commit on; where the first answer brings it, nothing more is.
/// </summary>
internal sealed partial class DiscordReplies(
    CommandIntake intake, CommandHandler handler, IRoomStore rooms, DiscordApi api, DiscordVoice voice, TimeProvider time,
    ILogger<DiscordReplies> logger)
{
    /// <summary>Of the three seconds, for the call that says that it takes longer.</summary>
    private static readonly TimeSpan ForDeferral = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LeastPatience = TimeSpan.FromMilliseconds(300);

    /// <summary>Until then the first answer may still be on its way.</summary>
    private static readonly Duration WithFirstAnswer = Duration.FromSeconds(10);

    /// <summary>So shortly before an answer is due, it is left to the outbox.</summary>
    private static readonly Duration Handover = Duration.FromSeconds(2);

    /// <summary>An answer to what somebody typed half an hour ago helps nobody.</summary>
    private static readonly Duration Life = Duration.FromMinutes(30);

    /// <summary>Takes a line that came with an interaction, and answers it. It comes to an end when the line is stored, or cannot be.</summary>
    public async Task AnswerAsync(DiscordDelivery delivery, DiscordInteraction used, CommandRequest request)
    {
        var to = DiscordAddress.Of(used);
        var outcome = await intake.TakeAsync(Owing(request, to, WithFirstAnswer), Patience(delivery), confirmsLater: true);
        if (outcome is Outcome.Late { Final: var final })
        {
            // Who may see the first answer sees the last one, so it is made for the likely case.
            var deferred = new DiscordResponse.Deferred(IsEphemeral: handler.Parse(request).IsQuestion);
            var isDeferred = await FirstAsync(delivery, used, deferred) is null;
            await FollowAsync(request, await final, to, isDeferred);
            return;
        }

        var messages = Replies.Of(outcome);
        var trouble = await FirstAsync(delivery, used, new DiscordResponse.Message(messages[0]));
        if (trouble is null)
        {
            await SettleAsync(request.Delivery!.Value);
            await voice.RestAsync(to, messages, CancellationToken.None);
        }
        else if (trouble.IsExpired || (outcome is not Outcome.Answered && !trouble.IsAnsweredAlready))
        {
            // Too late for it: in the channel, then. What the store did not take, the outbox does not know of either.
            var isSaid = await SayAsync(trouble.IsExpired ? to with { Interaction = null } : to, messages, request.Delivery!.Value.Id);
            if (isSaid && outcome is Outcome.Answered)
            {
                await SettleAsync(request.Delivery!.Value);
            }
        }
    }

    /// <summary>Takes several lines at once. How they ended is told together.</summary>
    public async Task AnswerAllAsync(DiscordDelivery delivery, DiscordInteraction used, IReadOnlyList<CommandRequest> requests)
    {
        await FirstAsync(delivery, used, new DiscordResponse.Deferred(IsEphemeral: false));
        List<MessageBody> messages = [];
        foreach (var request in requests)
        {
            messages.AddRange(Replies.Of(await RecordAsync(request)));
        }

        await SayAsync(DiscordAddress.Of(used), messages, used.Id);
    }

    /// <summary>Takes a line that somebody wrote to the bot. The outbox answers it.</summary>
    public async Task<Outcome> TakeAsync(CommandRequest request, DiscordAddress to)
    {
        var outcome = await intake.TakeAsync(Owing(request, to, Duration.Zero), Timeout.InfiniteTimeSpan, confirmsLater: true);
        if (outcome is not Outcome.Answered)
        {
            await SayAsync(to, Replies.Of(outcome), request.Delivery!.Value.Id);
        }

        return outcome;
    }

    /// <summary>Takes what nobody waits for; it comes to an end, however late.</summary>
    public Task<Outcome> RecordAsync(CommandRequest request) => intake.TakeAsync(request, Timeout.InfiniteTimeSpan, confirmsLater: false);

    /// <summary>Answers an interaction with a sentence of ours, for its user alone.</summary>
    public Task HintAsync(DiscordDelivery delivery, DiscordInteraction used, string text) =>
        FirstAsync(delivery, used, new DiscordResponse.Message(Replies.Hint(text)));

    /// <summary>Answers somebody who wrote to the bot alone.</summary>
    public async Task DirectAsync(DiscordMessage said, string text, CancellationToken ct)
    {
        if (said is { IsSaid: true, Author.Bot: false })
        {
            await voice.TellAsync(DiscordAddress.Of(said), [Replies.Hint(text)], $"direct/{said.Id}", ct);
        }
    }

    /// <summary>Gives the first answer. That somebody else has given one, and that nobody waits for it any more, is left at that.</summary>
    public async Task<DiscordTrouble?> FirstAsync(DiscordDelivery delivery, DiscordInteraction used, DiscordResponse response)
    {
        var trouble = (await api.AnswerAsync(used.Address, response, delivery.Left(time), CancellationToken.None)).Trouble;
        if (trouble is { IsAnsweredAlready: false } && used.Type != InteractionTypes.Autocomplete)
        {
            LogUnsaid(delivery.Kind, delivery.Id, trouble.Text);
        }

        return trouble;
    }

    private static CommandRequest Owing(CommandRequest request, DiscordAddress to, Duration after) => request with
    {
        ReplyTo = new ReplyTo(to.Write(), request.ReceivedAt + after, request.ReceivedAt + Life),
    };

    private TimeSpan Patience(DiscordDelivery delivery) =>
        delivery.Left(time) - ForDeferral is var left && left > LeastPatience ? left : LeastPatience;

    /// <summary>How it ended, in the place of what said that it takes longer. Should it not get through, the outbox has what the store answered.</summary>
    private async Task FollowAsync(CommandRequest request, Outcome final, DiscordAddress to, bool isDeferred)
    {
        var messages = Replies.Of(final);
        if (final is not Outcome.Answered)
        {
            await SayAsync(to, messages, request.Delivery!.Value.Id);
        }
        else if (isDeferred && time.GetUtcNow().ToInstant() + Handover < request.ReceivedAt + WithFirstAnswer
            && await voice.TellAsync(to, messages, request.Delivery!.Value.Id, CancellationToken.None) is null)
        {
            await SettleAsync(request.Delivery!.Value);
        }
    }

    private async Task<bool> SayAsync(DiscordAddress to, IReadOnlyList<MessageBody> messages, string id)
    {
        if (await voice.TellAsync(to, messages, id, CancellationToken.None) is not { } trouble)
        {
            return true;
        }

        LogUnsaid("command", id, trouble.Text);
        return false;
    }

    private async Task SettleAsync(DeliveryKey delivery)
    {
        try
        {
            await rooms.AnsweredAsync(delivery);
        }
        catch (Exception e)
        {
            // It is said again, in the same place.
            LogUnsettled(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The answer to a {Kind} could not be shown; delivery {DeliveryId}: {Problem}")]
    private partial void LogUnsaid(string kind, string deliveryId, string problem);

    [LoggerMessage(LogLevel.Warning, "An answer that was given could not be crossed off")]
    private partial void LogUnsettled(Exception e);
}
