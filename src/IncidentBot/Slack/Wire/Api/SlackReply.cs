using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IncidentBot.Slack.Wire.Api;

/// <summary>What came back from one call.</summary>
/// <param name="Body">The answer, where there is no trouble.</param>
internal sealed record SlackReply(SlackTrouble? Trouble, JsonElement Body)
{
    /// <summary>The scopes of the token, where Slack names them.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>What Slack's clock said, to the second.</summary>
    public DateTimeOffset? ServerTime { get; init; }

    public static SlackReply Of(SlackTrouble trouble) => new(trouble, default);

    /// <summary>
    /// The answer as a type. One that lacks what it is for may have come from a proxy: then it is not known what happened.
    /// </summary>
    public SlackAnswer<T> As<T>(string method, JsonTypeInfo<T> type, Func<T, bool> isWhole)
        where T : class
    {
        if (Trouble is not null)
        {
            return Trouble;
        }

        try
        {
            if (Body.Deserialize(type) is { } value && isWhole(value))
            {
                return value;
            }
        }
        catch (JsonException)
        {
        }

        return new SlackTrouble(SlackOutcome.Unknown, method, "the answer lacks what was asked for");
    }
}
