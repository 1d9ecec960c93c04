using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IncidentBot.Slack.Wire.Api;

namespace IncidentBot.Slack.Wire.Payloads;

/// <summary>Slack's JSON. Fields nobody here knows are ignored: new ones appear over time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(TolerantText), typeof(TolerantFlag), typeof(TolerantNumber)])]
[JsonSerializable(typeof(SlackPayload.SlashCommand))]
[JsonSerializable(typeof(SlackPayload.MessageAction))]
[JsonSerializable(typeof(SlackPayload.GlobalShortcut))]
[JsonSerializable(typeof(SlackPayload.BlockActions))]
[JsonSerializable(typeof(SlackPayload.ViewSubmission))]
[JsonSerializable(typeof(SlackPayload.ViewClosed))]
[JsonSerializable(typeof(SlackPayload.EventCallback))]
[JsonSerializable(typeof(SlackMessage))]
[JsonSerializable(typeof(SlackEvent.ReactionAdded))]
[JsonSerializable(typeof(SlackEvent.ReactionRemoved))]
[JsonSerializable(typeof(SlackEvent.PinAdded))]
[JsonSerializable(typeof(SlackEvent.PinRemoved))]
[JsonSerializable(typeof(SlackEvent.AppHomeOpened))]
[JsonSerializable(typeof(SlackEvent.TokensRevoked))]
[JsonSerializable(typeof(SlackIdentity))]
[JsonSerializable(typeof(SlackProfile))]
[JsonSerializable(typeof(SlackChannel))]
[JsonSerializable(typeof(PostedMessage))]
[JsonSerializable(typeof(PostedEphemeral))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(PinList))]
[JsonSerializable(typeof(OpenedView))]
[JsonSerializable(typeof(OpenedChannel))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(ChannelAnswer))]
[JsonSerializable(typeof(MessageReactions))]
[JsonSerializable(typeof(UploadAddress))]
[JsonSerializable(typeof(OpenedConnection))]
[JsonSerializable(typeof(Done))]
internal sealed partial class SlackJson : JsonSerializerContext
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The root of a document; null if it is none.</summary>
    public static JsonElement? Parse(ReadOnlySpan<byte> utf8) => Parse(Encoding.UTF8.GetString(utf8));

    /// <summary>The root of a document; null if it is none. Every text in it can be read: halves of surrogate pairs become U+FFFD.</summary>
    public static JsonElement? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutHalves(json));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>JSON as it is sent: characters beyond ASCII as they are, since limits count bytes.</summary>
    public static string Write(JsonNode node) => node.ToJsonString(Plain);

    /// <summary>An escaped half of a pair is well-formed JSON, yet no reader can make text of it.</summary>
    private static string WithoutHalves(string json)
    {
        if (!json.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
        {
            return json;
        }

        var clean = new StringBuilder(json);
        for (var i = 0; i < json.Length - 1; i++)
        {
            if (json[i] != '\\')
            {
                continue;
            }

            if (Escaped(json, i) is not { } unit || !char.IsSurrogate(unit))
            {
                i++;
            }
            else if (char.IsHighSurrogate(unit) && Escaped(json, i + 6) is { } second && char.IsLowSurrogate(second))
            {
                i += 11;
            }
            else
            {
                clean[i + 2] = clean[i + 3] = clean[i + 4] = 'f';
                clean[i + 5] = 'd';
                i += 5;
            }
        }

        return clean.ToString();
    }

    /// <summary>The unit of an escape such as <c>\ud83d</c> at a place; null if there is none.</summary>
    private static char? Escaped(string json, int at) =>
        at + 6 <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.AsSpan(at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var unit)
            ? (char)unit
            : null;
}
