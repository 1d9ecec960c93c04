using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake.Wire;

namespace IncidentBot.Discord.Wire.Payloads;

/// <summary>Discord's JSON. Fields nobody here knows are ignored: new ones appear over time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TolerantText), typeof(TolerantFlag), typeof(TolerantNumber)])]
[JsonSerializable(typeof(DiscordInteraction))]
[JsonSerializable(typeof(DiscordMessage))]
[JsonSerializable(typeof(DiscordReaction))]
[JsonSerializable(typeof(DiscordChannel))]
[JsonSerializable(typeof(DiscordGuild))]
[JsonSerializable(typeof(DiscordMember))]
[JsonSerializable(typeof(DiscordUser))]
[JsonSerializable(typeof(DiscordReady))]
[JsonSerializable(typeof(DiscordApplication))]
[JsonSerializable(typeof(DeletedMessages))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(ModalBody))]
[JsonSerializable(typeof(OptionChoices))]
[JsonSerializable(typeof(GatewayAddress))]
[JsonSerializable(typeof(PinPage))]
[JsonSerializable(typeof(RegisteredCommand))]
[JsonSerializable(typeof(DiscordMessage[]))]
[JsonSerializable(typeof(DiscordUser[]))]
[JsonSerializable(typeof(RegisteredCommand[]))]
internal sealed partial class DiscordJson : JsonSerializerContext
{
    /// <summary>The root of a document; null if it is none.</summary>
    public static JsonElement? Parse(ReadOnlySpan<byte> utf8) => WireJson.Parse(Encoding.UTF8.GetString(utf8));

    public static byte[] Write(JsonNode node) => Encoding.UTF8.GetBytes(WireJson.Write(node));
}
