using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Slack.Wire.Payloads;
using Microsoft.AspNetCore.WebUtilities;

namespace IncidentBot.Slack.Wire.Http;

/// <summary>What stands in the body of a signed request.</summary>
internal abstract record RequestBody
{
    private RequestBody()
    {
    }

    /// <summary>A proof that the address is ours: it is given back.</summary>
    public sealed record Challenge(string Value) : RequestBody;

    /// <summary>A test of the connection.</summary>
    public sealed record Check : RequestBody;

    public sealed record Payload(SlackPayload Value) : RequestBody;

    /// <summary>Reads a body of any kind; null if it is malformed.</summary>
    public static RequestBody? Read(string? contentType, byte[] body) =>
        contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true ? ReadJson(body) : ReadForm(body);

    /// <summary>Whether an unsigned body is a test of the connection. Whatever else it holds is not looked at.</summary>
    public static bool IsCheck(byte[] body) => Fields(body)?.TryGetValue("ssl_check", out var check) == true && check == "1";

    private static RequestBody? ReadJson(byte[] body)
    {
        if (SlackJson.Parse(body) is not { ValueKind: JsonValueKind.Object } root)
        {
            return null;
        }

        return PayloadReader.Type(root) == "url_verification"
            ? root.TryGetProperty("challenge", out var challenge) && challenge.ValueKind == JsonValueKind.String ? new Challenge(challenge.GetString()!) : null
            : new Payload(PayloadReader.ReadEvent(root));
    }

    private static RequestBody? ReadForm(byte[] body)
    {
        if (Fields(body) is not { } fields)
        {
            return null;
        }

        if (fields.TryGetValue("ssl_check", out var check) && check == "1")
        {
            return new Check();
        }

        if (fields.TryGetValue("payload", out var payload))
        {
            return SlackJson.Parse(payload) is { ValueKind: JsonValueKind.Object } interaction ? new Payload(PayloadReader.ReadInteraction(interaction)) : null;
        }

        // The fields are what a socket delivers as an object.
        var command = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value)));
        return fields.ContainsKey("command") && SlackJson.Parse(SlackJson.Write(command)) is { } read
            ? new Payload(PayloadReader.ReadCommand(read))
            : null;
    }

    /// <summary>The fields of a form, of each name the last.</summary>
    private static Dictionary<string, string>? Fields(byte[] body)
    {
        try
        {
            return QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)).ToDictionary(field => field.Key, field => field.Value[^1] ?? "");
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
