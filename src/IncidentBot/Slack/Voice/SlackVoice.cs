using System.Text.Json.Nodes;
using IncidentBot.Slack.Speech.Blocks;
using IncidentBot.Slack.Wire.Api;

namespace IncidentBot.Slack.Voice;

/// <summary>Tells one person something, in the way that is left.</summary>
internal sealed class SlackVoice(ResponseUrls urls, SlackApi api)
{
    /// <summary>Says all of it.</summary>
    /// <returns>Null if it was said, else what kept it from being said.</returns>
    public async Task<SlackTrouble?> TellAsync(SlackAddress to, IReadOnlyList<SlackMessage> messages, CancellationToken ct)
    {
        foreach (var message in messages)
        {
            if (await TellAsync(to, message, ct) is { } trouble)
            {
                return trouble;
            }
        }

        return null;
    }

    /// <summary>A message as it is posted into a channel.</summary>
    public static SlackPost Post(SlackMessage message, string channel, string? thread = null)
    {
        var json = message.ToJson();
        var blocks = json["blocks"] as JsonArray;
        json.Remove("blocks");
        return new SlackPost(channel, (string?)json["text"] ?? "") { Blocks = blocks is { Count: > 0 } ? blocks : null, ThreadTs = thread };
    }

    private async Task<SlackTrouble?> TellAsync(SlackAddress to, SlackMessage message, CancellationToken ct)
    {
        if (to.Url is { } url)
        {
            var json = message.ToJson();
            json["response_type"] = "ephemeral";
            json["replace_original"] = false;
            if ((await urls.PostAsync(url, json, ct)).Trouble is not { } gone)
            {
                return null;
            }

            if (gone.Outcome is not SlackOutcome.Refused)
            {
                return gone;
            }
        }

        if (to.Channel.Length > 0)
        {
            var whisper = await InWords.IfNeededAsync(Post(message, to.Channel, to.Thread), post => api.PostEphemeralAsync(post, to.User, ct));
            if (whisper.Trouble is not { Outcome: SlackOutcome.Refused })
            {
                return whisper.Trouble;
            }
        }

        // The bot is not in that channel, or the channel is gone: then directly.
        var direct = await api.OpenDirectAsync(to.User, ct);
        return direct.IsOk
            ? (await InWords.IfNeededAsync(Post(message, direct.Value.Id), post => api.PostAsync(post, ct))).Trouble
            : direct.Trouble;
    }
}
