using System.Text.Json;

namespace IncidentBot.Discord.Wire.Api;

/// <summary>What a refusal says.</summary>
/// <param name="Code">0 where there is none.</param>
/// <param name="Fields">What is wrong with which part of the request.</param>
internal sealed record DiscordError(int Code, string Message, IReadOnlyList<string> Fields)
{
    private const int MostFields = 10;
    private const int Deepest = 12;

    /// <summary>Null if it is no error of Discord's.</summary>
    public static DiscordError? Read(JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var code = json.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var read) ? read : 0;
        List<string> fields = [];
        if (json.TryGetProperty("errors", out var errors))
        {
            Collect(errors, "", fields, 0);
        }

        return new DiscordError(code, Cut(message.GetString()!), fields);
    }

    private static void Collect(JsonElement errors, string path, List<string> fields, int depth)
    {
        if (errors.ValueKind != JsonValueKind.Object || depth > Deepest)
        {
            return;
        }

        foreach (var part in errors.EnumerateObject())
        {
            if (part.Name != "_errors")
            {
                Collect(part.Value, path.Length == 0 ? part.Name : $"{path}.{part.Name}", fields, depth + 1);
            }
            else if (part.Value.ValueKind == JsonValueKind.Array)
            {
                fields.AddRange(part.Value.EnumerateArray().Take(MostFields - fields.Count)
                    .Select(error => Text(error, "message") ?? Text(error, "code") ?? "wrong")
                    .Select(problem => path.Length == 0 ? Cut(problem) : $"{path}: {Cut(problem)}"));
            }
        }
    }

    private static string? Text(JsonElement error, string name) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Cut(string text) => text.Length > 200 ? text[..200] : text;
}
