using System.Net;
using System.Text.Json;

namespace IncidentBot.Faults.History;

/// <summary>An answer, read as a person would read it: by its text, where storage is the matter.</summary>
/// <param name="Text">All of it, byte for byte.</param>
/// <param name="Incident">Where it says the entry is.</param>
/// <param name="Entry">Under which number.</param>
internal sealed record Reply(Told Told, string Text, string? Incident = null, int? Entry = null)
{
    public static readonly Reply None = new(Told.NoAnswer, "");

    public static Reply Read(HttpStatusCode status, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.TryGetProperty("recorded", out var recorded))
            {
                return new Reply(
                    recorded.GetBoolean() ? Told.Recorded : ToldBy(root.GetProperty("reply").GetString()!, Told.NotTaken),
                    body,
                    root.GetProperty("incident").GetString(),
                    root.GetProperty("entry") is { ValueKind: JsonValueKind.Number } entry ? entry.GetInt32() : null);
            }

            var told = status == HttpStatusCode.ServiceUnavailable ? ToldBy(root.GetProperty("detail").GetString()!, Told.Odd) : Told.Odd;
            return new Reply(told, body);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            return new Reply(Told.Odd, $"{(int)status} {body}");
        }
    }

    /// <summary>The texts about storage begin with a sign each; what went into quarantine shares one with the emergency file.</summary>
    private static Told ToldBy(string text, Told otherwise) => text.TrimStart() switch
    {
        ['❌', ..] => Told.Refused,
        ['❓', ..] => Told.Unknown,
        ['⏳', ..] => Told.Late,
        ['⚠', ..] when text.Contains("emergency file", StringComparison.Ordinal) => Told.Spooled,
        _ => otherwise,
    };
}
