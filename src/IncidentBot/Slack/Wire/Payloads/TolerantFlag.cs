using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Slack.Wire.Payloads;

/// <summary>A flag that may come as text (slash commands write <c>"false"</c>).</summary>
internal sealed class TolerantFlag : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.String:
                return reader.GetString() is { } text && (text.Equals("true", StringComparison.OrdinalIgnoreCase) || text == "1");
            default:
                reader.Skip();
                return false;
        }
    }

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}
