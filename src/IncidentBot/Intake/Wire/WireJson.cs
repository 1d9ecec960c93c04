using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Intake.Wire;

/// <summary>JSON as platforms send it, which need not be what its rules allow, and as they like to get it.</summary>
internal static class WireJson
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, null, out var unit)
            ? (char)unit
            : null;
}
