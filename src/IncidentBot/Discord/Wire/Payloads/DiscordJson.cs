using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads.Outgoing;

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
[JsonSerializable(typeof(RegisteredCommand[]))]
internal sealed partial class DiscordJson : JsonSerializerContext
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The root of a document; null if it is none.</summary>
    public static JsonElement? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutHalves(Encoding.UTF8.GetString(utf8)));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>JSON as it is sent: characters beyond ASCII as they are.</summary>
    public static byte[] Write(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString(Plain));

    /// <summary>An escaped half of a pair is well-formed JSON, yet no reader can make text of it: it becomes U+FFFD.</summary>
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
