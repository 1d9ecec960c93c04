using System.Text.Json.Nodes;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Wire;

/// <summary>Says what an acknowledgement could not carry: it was too long, too late, or its socket had gone.</summary>
internal sealed partial class LateAnswers(ResponseUrls urls, SlackApi api, ILogger<LateAnswers> logger)
{
    /// <summary>Says it in one of the ways there are. It never fails.</summary>
    public async Task SendAsync(SlackDelivery delivery, SlackAck ack)
    {
        if (ack.Payload is not { } payload)
        {
            return;
        }

        try
        {
            var isSaid = payload["response_action"] is { } action
                ? await UpdateAsync(delivery, (string?)action, payload["view"] as JsonObject)
                : await AnswerAsync(delivery, payload) || await WhisperAsync(delivery, payload);
            if (isSaid)
            {
                _ = ack.Said?.Invoke();
            }
            else
            {
                LogUnsaid(delivery.Kind, delivery.Id);
            }
        }
        catch (Exception e)
        {
            LogFailed(delivery.Kind, delivery.Id, e);
        }
    }

    private async Task<bool> UpdateAsync(SlackDelivery delivery, string? action, JsonObject? view) =>
        action == "update" && view is not null && delivery.Payload is SlackPayload.ViewSubmission { View.Id: var id }
        && (await api.UpdateViewAsync(id, view, null, CancellationToken.None)).IsOk;

    private async Task<bool> AnswerAsync(SlackDelivery delivery, JsonObject message)
    {
        var url = delivery.Payload switch
        {
            SlackPayload.SlashCommand command => command.ResponseUrl,
            SlackPayload.MessageAction shortcut => shortcut.ResponseUrl,
            SlackPayload.BlockActions actions => actions.ResponseUrl,
            _ => null,
        };
        return url is not null && (await urls.PostAsync(url, message, CancellationToken.None)).IsOk;
    }

    private async Task<bool> WhisperAsync(SlackDelivery delivery, JsonObject message)
    {
        var (channel, user) = delivery.Payload switch
        {
            SlackPayload.SlashCommand command => (command.ChannelId, command.UserId),
            SlackPayload.MessageAction shortcut => (shortcut.Channel.Id, shortcut.User.Id),
            SlackPayload.BlockActions { Channel: { } room } actions => (room.Id, actions.User.Id),
            _ => ("", ""),
        };
        var post = new SlackPost(channel, (string?)message["text"] ?? "") { Blocks = message["blocks"] as JsonArray };
        return channel.Length > 0 && (await api.PostEphemeralAsync(post, user, CancellationToken.None)).IsOk;
    }

    [LoggerMessage(LogLevel.Warning, "The answer to a {Kind} could not be shown; delivery {DeliveryId}")]
    private partial void LogUnsaid(string kind, string deliveryId);

    [LoggerMessage(LogLevel.Error, "The answer to a {Kind} failed; delivery {DeliveryId}")]
    private partial void LogFailed(string kind, string deliveryId, Exception e);
}
