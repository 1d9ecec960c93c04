using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Slack.Speech.Forms;

/// <summary>
/// What a view is about, kept in it until it is sent in. It went through the hands of a client: whoever reads it checks
/// that the incident may be touched from that room.
/// </summary>
internal sealed record ViewMetadata
{
    /// <summary>The room it is recorded in, by Slack's id; null where the view asks for it.</summary>
    [JsonPropertyName("c")]
    public string? Channel { get; init; }

    /// <summary>The captured message, by its <c>ts</c>.</summary>
    [JsonPropertyName("m")]
    public string? Message { get; init; }

    /// <summary>The thread that message stands in.</summary>
    [JsonPropertyName("h")]
    public string? Thread { get; init; }

    [JsonPropertyName("i")]
    public string? Incident { get; init; }

    [JsonPropertyName("e")]
    public int? Entry { get; init; }

    /// <summary>The verb of the entry's kind.</summary>
    [JsonPropertyName("k")]
    public string? Kind { get; init; }

    /// <summary>The time as it was filled in beforehand.</summary>
    [JsonPropertyName("t")]
    public string? Time { get; init; }

    /// <summary>A mark of the text as it was filled in beforehand, to tell whether it was changed.</summary>
    [JsonPropertyName("x")]
    public string? Text { get; init; }

    /// <summary>Whether the text is too long for the field: left empty, it stays as it is.</summary>
    [JsonPropertyName("w")]
    public bool? KeepsText { get; init; }

    /// <summary>Reads what a view brought back; null if it is none of ours.</summary>
    public static ViewMetadata? Read(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize(json, SpeechJson.Brief.ViewMetadata);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [JsonIgnore]
    public IncidentId? IncidentId => Core.Incidents.IncidentId.TryParse(Incident, out var id) ? id : null;

    public string Write() => JsonSerializer.Serialize(this, SpeechJson.Brief.ViewMetadata);

    /// <summary>A mark that another text does not have.</summary>
    public static string MarkOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.Trim())))[..16];
}
