namespace IncidentBot.Discord.Wire.Payloads;

/// <summary>What tells a repeat: the gateway may deliver anything more than once, in any order.</summary>
internal static class DeliveryIds
{
    /// <param name="wireId">The id the delivery itself has, for payloads without one of their own.</param>
    public static string Of(DiscordPayload payload, string wireId) => payload switch
    {
        DiscordPayload.Interaction interaction => interaction.Value.Id,
        DiscordPayload.MessageCreated created => created.Message.Id,
        DiscordPayload.MessageUpdated { Message: var message } => $"{message.Id}/{message.EditedTimestamp ?? wireId}",
        DiscordPayload.MessagesDeleted deleted => $"{deleted.Ids[0]}/deleted",
        _ => wireId,
    };
}
