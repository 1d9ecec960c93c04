using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Voice;

/// <summary>Where somebody is answered.</summary>
/// <param name="Interaction">What they used; it can be answered for a quarter of an hour. Null where they wrote to the bot.</param>
/// <param name="Message">The message in which they wrote to the bot; null for an interaction.</param>
internal sealed record DiscordAddress(string Channel, string User, InteractionAddress? Interaction, string? Message)
{
    private const char Between = '\n';

    public static DiscordAddress Of(DiscordInteraction used) => new(used.ChannelId ?? "", used.Actor.Id, used.Address, null);

    public static DiscordAddress Of(DiscordMessage said) => new(said.ChannelId, said.Author.Id, null, said.Id);

    public string Write() => string.Join(Between, Channel, User, Interaction?.ApplicationId, Interaction?.Id, Interaction?.Token, Message);

    public static DiscordAddress? Read(string text) => text.Split(Between) is [var channel, var user, var application, var id, var token, var message]
        ? new DiscordAddress(channel, user, token.Length == 0 ? null : new InteractionAddress(application, id, token), message.Length == 0 ? null : message)
        : null;
}
