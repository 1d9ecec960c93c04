using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IncidentBot.Discord.Wire.Api;

/// <summary>What came back from one call.</summary>
/// <param name="Body">The answer, where there is one and no trouble.</param>
internal sealed record DiscordReply(DiscordTrouble? Trouble, JsonElement Body)
{
    public static DiscordReply Of(DiscordTrouble trouble) => new(trouble, default);

    /// <summary>
    /// The answer as a type. One that lacks what it is for may have come from a proxy: then it is not known what happened.
    /// </summary>
    public DiscordAnswer<T> As<T>(string call, JsonTypeInfo<T> type, Func<T, bool> isWhole)
        where T : class
    {
        if (Trouble is not null)
        {
            return Trouble;
        }

        try
        {
            if (Body.ValueKind is JsonValueKind.Object or JsonValueKind.Array && Body.Deserialize(type) is { } value && isWhole(value))
            {
                return value;
            }
        }
        catch (JsonException)
        {
        }

        return new DiscordTrouble(DiscordOutcome.Unknown, call, "the answer lacks what was asked for");
    }
}
