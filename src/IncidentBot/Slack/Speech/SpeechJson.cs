using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentBot.Slack.Speech.Blocks;
using IncidentBot.Slack.Speech.Forms;

namespace IncidentBot.Slack.Speech;

/// <summary>What we say to Slack, as JSON: names as Slack writes them, nothing that is not set.</summary>
[JsonSerializable(typeof(SlackMessage))]
[JsonSerializable(typeof(SlackView))]
[JsonSerializable(typeof(ViewMetadata))]
[JsonSerializable(typeof(ViewErrors))]
internal sealed partial class SpeechJson : JsonSerializerContext
{
    /// <summary>Leaves letters and angle brackets as they are: nobody puts this into a page, and a frame has few bytes.</summary>
    public static SpeechJson Brief { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>A text object with markup. <c>verbatim</c> keeps Slack from finding names and rooms in what was typed.</summary>
internal sealed class MrkdwnJson : JsonConverter<Mrkdwn>
{
    public override Mrkdwn Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, Mrkdwn value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "mrkdwn");
        writer.WriteString("text", value.ToString());
        writer.WriteBoolean("verbatim", true);
        writer.WriteEndObject();
    }
}

/// <summary>Markup where Slack wants a string, not an object.</summary>
internal sealed class BareMrkdwnJson : JsonConverter<Mrkdwn>
{
    public override Mrkdwn Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, Mrkdwn value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>A text object without markup.</summary>
internal sealed class PlainJson : JsonConverter<Plain>
{
    public override Plain Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, Plain value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "plain_text");
        writer.WriteString("text", value.ToString());
        writer.WriteBoolean("emoji", true);
        writer.WriteEndObject();
    }
}
