using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;

namespace IncidentBot.Discord.Wire;

/// <summary>Says what the first answer could not carry, because it took too long or did not get there.</summary>
internal sealed partial class LateAnswers(DiscordApi api, DiscordPosts posts, ILogger<LateAnswers> logger)
{
    private long _missed;

    /// <summary>How many first answers came too late since the bot was started.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>What holds the place of an answer that takes long; null where nothing can.</summary>
    public static DiscordResponse? Deferral(DiscordInteraction interaction) => interaction.Type switch
    {
        InteractionTypes.Command or InteractionTypes.Modal => new DiscordResponse.Deferred(IsEphemeral: true),
        InteractionTypes.Component => new DiscordResponse.DeferredUpdate(),
        _ => null,
    };

    /// <summary>Says the answer once it is there, in the place that was held. It never fails.</summary>
    public async Task SayLaterAsync(DiscordInteraction interaction, DiscordResponse deferral, Task<DiscordResponse?> work)
    {
        try
        {
            var said = await work switch
            {
                DiscordResponse.Message message when deferral is DiscordResponse.DeferredUpdate => await api.FollowUpAsync(interaction.Address, message.Body, CancellationToken.None),
                DiscordResponse.Message message => await api.EditAnswerAsync(interaction.Address, message.Body with { Flags = null }, CancellationToken.None),
                DiscordResponse.Update update => await api.EditAnswerAsync(interaction.Address, update.Body with { Flags = null }, CancellationToken.None),
                DiscordResponse.OpenModal when deferral is DiscordResponse.Deferred => await api.EditAnswerAsync(
                    interaction.Address, MessageBody.Text("That took too long to ask for more. Please try it again."), CancellationToken.None),
                _ => null,
            };
            if (said?.Trouble is { IsExpired: true } && await work is { } answer)
            {
                await SayElsewhereAsync(interaction, answer);
            }
        }
        catch (Exception e)
        {
            LogFailed(interaction.Kind, interaction.Id, e);
        }
    }

    /// <summary>
    /// The interaction can be answered no more: what is for all is said in the channel, what is for one person in a direct
    /// message. It never fails.
    /// </summary>
    public async Task SayElsewhereAsync(DiscordInteraction interaction, DiscordResponse answer)
    {
        Interlocked.Increment(ref _missed);
        if (answer is not DiscordResponse.Message { Body: var body })
        {
            return;
        }

        var isPrivate = ((body.Flags ?? 0) & MessageFlags.Ephemeral) != 0;
        var plain = body with { Flags = (body.Flags ?? 0) & ~MessageFlags.Ephemeral };
        var channel = isPrivate ? await DirectAsync(interaction.Actor.Id) : interaction.ChannelId;
        if (channel is not { Length: > 0 } || !(await posts.PostOnceAsync(channel, plain, $"late {interaction.Id}", null, CancellationToken.None)).IsOk)
        {
            LogUnsaid(interaction.Kind, interaction.Id);
        }
    }

    private async Task<string?> DirectAsync(string user) =>
        user.Length > 0 && await api.OpenDirectAsync(user, CancellationToken.None) is { IsOk: true, Value.Id: var id } ? id : null;

    [LoggerMessage(LogLevel.Warning, "The answer to a {Kind} of Discord could not be shown; delivery {DeliveryId}")]
    private partial void LogUnsaid(string kind, string deliveryId);

    [LoggerMessage(LogLevel.Error, "The late answer to a {Kind} of Discord failed; delivery {DeliveryId}")]
    private partial void LogFailed(string kind, string deliveryId, Exception e);
}
