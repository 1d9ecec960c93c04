using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake;
using IncidentBot.Slack.Wire;
using IncidentBot.Slack.Wire.Payloads;
using NodaTime;

namespace IncidentBot.Slack;

/// <summary>What becomes of a delivery: here the platform's payloads end and the bot's commands begin.</summary>
internal sealed class SlackDeliveries(CommandIntake intake, LateAnswers late)
{
    private const string Source = "slack";

    /// <summary>Slack gives three seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<SlackAck> TakeAsync(SlackDelivery delivery, CancellationToken ct) => delivery.Payload switch
    {
        SlackPayload.SlashCommand command => await TakeAsync(delivery, command, ct),
        _ => SlackAck.Empty,
    };

    private async Task<SlackAck> TakeAsync(SlackDelivery delivery, SlackPayload.SlashCommand command, CancellationToken ct)
    {
        var outcome = await intake.TakeAsync(Request(delivery, command), Patience, confirmsLater: true);
        if (outcome is Outcome.Late { Final: var final })
        {
            _ = TellAsync(delivery, final, ct);
        }

        return Ack(outcome);
    }

    private async Task TellAsync(SlackDelivery delivery, Task<Outcome> final, CancellationToken ct) =>
        await late.SendAsync(delivery, Ack(await final.WaitAsync(ct)));

    private static CommandRequest Request(SlackDelivery delivery, SlackPayload.SlashCommand command)
    {
        var receivedAt = Instant.FromDateTimeOffset(delivery.ReceivedAt);
        return new CommandRequest
        {
            Delivery = new DeliveryKey(Source, delivery.Id),
            Channel = new ChannelId($"{Source}:{command.ChannelId}"),
            Actor = new Person($"{Source}:{command.UserId}", command.UserName is { Length: > 0 } name ? name : command.UserId),
            Text = $"{command.Command} {Unescape(command.Text)}".TrimEnd(),
            SentAt = receivedAt,
            ReceivedAt = receivedAt,
        };
    }

    private static SlackAck Ack(Outcome outcome) => SlackAck.Ephemeral(Escape(outcome.Text));

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Unescape(string text) => text
        .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
}
