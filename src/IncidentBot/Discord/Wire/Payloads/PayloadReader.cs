using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IncidentBot.Discord.Wire.Payloads;

/// <summary>Makes payloads of JSON. It never fails: what it cannot read is <see cref="DiscordPayload.Unknown"/>.</summary>
internal static class PayloadReader
{
    /// <param name="name">What Discord calls the event, such as <c>INTERACTION_CREATE</c>.</param>
    public static DiscordPayload ReadEvent(string name, JsonElement body) => ReadKnown(name, body) ?? new DiscordPayload.Unknown(name, body);

    /// <summary>An interaction as it comes in a request.</summary>
    public static DiscordPayload ReadInteraction(JsonElement body) =>
        (DiscordPayload?)Interaction(body) ?? new DiscordPayload.Unknown("interaction", body);

    private static DiscordPayload? ReadKnown(string name, JsonElement body) => name switch
    {
        "INTERACTION_CREATE" => Interaction(body),
        "MESSAGE_CREATE" => Message(body) is { } message ? new DiscordPayload.MessageCreated(message) : null,
        "MESSAGE_UPDATE" => Message(body) is { } message ? new DiscordPayload.MessageUpdated(message) : null,
        "MESSAGE_DELETE" or "MESSAGE_DELETE_BULK" => Deleted(body),
        "MESSAGE_REACTION_ADD" => Reaction(body, isAdded: true),
        "MESSAGE_REACTION_REMOVE" => Reaction(body, isAdded: false),
        "MESSAGE_REACTION_REMOVE_ALL" => Cleared(body, isAll: true),
        "MESSAGE_REACTION_REMOVE_EMOJI" => Cleared(body, isAll: false),
        "CHANNEL_PINS_UPDATE" => As(body, DiscordJson.Default.DeletedMessages) is { ChannelId.Length: > 0 } pins
            ? new DiscordPayload.PinsChanged(pins.ChannelId, pins.GuildId) : null,
        "THREAD_CREATE" => Channel(body) is { } thread ? new DiscordPayload.ThreadChanged(thread, IsNew: true) : null,
        "THREAD_UPDATE" => Channel(body) is { } thread ? new DiscordPayload.ThreadChanged(thread, IsNew: false) : null,
        "CHANNEL_DELETE" or "THREAD_DELETE" => Channel(body) is { } gone ? new DiscordPayload.ChannelDeleted(gone) : null,
        "GUILD_CREATE" => Guild(body) is { } guild ? new DiscordPayload.GuildCreated(guild) : null,
        "GUILD_DELETE" => Guild(body) is { } guild ? new DiscordPayload.GuildDeleted(guild) : null,
        "READY" => As(body, DiscordJson.Default.DiscordReady) is { SessionId.Length: > 0 } ready ? new DiscordPayload.Ready(ready) : null,
        "RESUMED" => new DiscordPayload.Resumed(),
        _ => null,
    };

    private static DiscordPayload.Interaction? Interaction(JsonElement body) =>
        As(body, DiscordJson.Default.DiscordInteraction) is { Id.Length: > 0, Type: > 0 } interaction ? new DiscordPayload.Interaction(interaction) : null;

    private static DiscordMessage? Message(JsonElement body) =>
        As(body, DiscordJson.Default.DiscordMessage) is { Id.Length: > 0, ChannelId.Length: > 0 } message ? message : null;

    private static DiscordPayload.MessagesDeleted? Deleted(JsonElement body) =>
        As(body, DiscordJson.Default.DeletedMessages) is { ChannelId.Length: > 0 } deleted && deleted.All is { Count: > 0 } ids
            ? new DiscordPayload.MessagesDeleted(deleted.ChannelId, deleted.GuildId, ids)
            : null;

    private static DiscordPayload.Reaction? Reaction(JsonElement body, bool isAdded) =>
        As(body, DiscordJson.Default.DiscordReaction) is { MessageId.Length: > 0, ChannelId.Length: > 0 } reaction
            ? new DiscordPayload.Reaction(reaction, isAdded)
            : null;

    private static DiscordPayload.ReactionsCleared? Cleared(JsonElement body, bool isAll) =>
        Reaction(body, isAdded: false) is { Value: var reaction } ? new DiscordPayload.ReactionsCleared(reaction, isAll) : null;

    private static DiscordChannel? Channel(JsonElement body) => As(body, DiscordJson.Default.DiscordChannel) is { Id.Length: > 0 } channel ? channel : null;

    private static DiscordGuild? Guild(JsonElement body) => As(body, DiscordJson.Default.DiscordGuild) is { Id.Length: > 0 } guild ? guild : null;

    /// <summary>Null if a part has a shape that cannot be read.</summary>
    private static T? As<T>(JsonElement body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return body.ValueKind == JsonValueKind.Object ? body.Deserialize(type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Which messages of a channel are gone, one or several.</summary>
internal sealed record DeletedMessages
{
    public string? Id { get; init; }

    public IReadOnlyList<string> Ids { get; init => field = Lists.Whole(value); } = [];

    public string ChannelId { get; init => field = value ?? ""; } = "";

    public string? GuildId { get; init; }

    public IReadOnlyList<string> All => Id is { Length: > 0 } id ? [id, .. Ids] : Ids;
}
