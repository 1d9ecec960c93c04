using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads.Outgoing;

namespace IncidentBot.Discord.Voice;

/// <summary>Answers somebody in the way that is left.</summary>
internal sealed class DiscordVoice(DiscordApi api, DiscordPosts posts)
{
    /// <summary>
    /// Says all of it: in the place of the first answer to what they used, else in the channel, where all see it.
    /// </summary>
    /// <param name="id">Of the answer: said again in the channel, it stands there once.</param>
    /// <returns>Null if it was said, else what kept it from being said.</returns>
    public async Task<DiscordTrouble?> TellAsync(DiscordAddress to, IReadOnlyList<MessageBody> messages, string id, CancellationToken ct)
    {
        if (to.Interaction is { } interaction)
        {
            var said = await api.EditAnswerAsync(interaction, messages[0] with { Flags = null }, ct);
            if (said.IsOk)
            {
                return await RestAsync(to, messages, ct);
            }

            if (said.Trouble.Outcome != DiscordOutcome.Refused)
            {
                return said.Trouble;
            }
        }

        for (var i = 0; i < messages.Count; i++)
        {
            var body = messages[i] with { Flags = null, MessageReference = i == 0 && to.Message is { } said ? new OutgoingReference(said) : null };
            if ((await posts.PostOnceAsync(to.Channel, body, $"{id}/{i}", triedAt: null, ct)).Trouble is { } trouble)
            {
                return trouble;
            }
        }

        return null;
    }

    /// <summary>Says what did not fit into the first answer.</summary>
    public async Task<DiscordTrouble?> RestAsync(DiscordAddress to, IReadOnlyList<MessageBody> messages, CancellationToken ct)
    {
        foreach (var message in messages.Skip(1))
        {
            if ((await api.FollowUpAsync(to.Interaction!, message, ct)).Trouble is { } trouble)
            {
                return trouble;
            }
        }

        return null;
    }

    /// <summary>Says something to somebody alone, after what they used was answered. It may fail: then nobody is told.</summary>
    public async Task<bool> WhisperAsync(DiscordAddress to, MessageBody message, CancellationToken ct) =>
        to.Interaction is { } interaction && (await api.FollowUpAsync(interaction, message.AsEphemeral(), ct)).IsOk;
}
