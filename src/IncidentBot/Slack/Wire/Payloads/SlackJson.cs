using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IncidentBot.Intake.Wire;
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
    /// <summary>The root of a document; null if it is none.</summary>
    public static JsonElement? Parse(ReadOnlySpan<byte> utf8) => Parse(Encoding.UTF8.GetString(utf8));

    /// <summary>The root of a document; null if it is none.</summary>
    public static JsonElement? Parse(string json) => WireJson.Parse(json);

    public static string Write(JsonNode node) => WireJson.Write(node);
}
