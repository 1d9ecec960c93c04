using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Discord.Wire.Payloads;

/// <summary>A flag; anything that is none counts as false.</summary>
internal sealed class TolerantFlag : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return string.Equals(reader.GetString(), "true", StringComparison.OrdinalIgnoreCase);
        }

        var isTrue = reader.TokenType == JsonTokenType.True;
        reader.Skip();
        return isTrue;
    }

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}
