using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace IncidentBot.Discord.Wire.Api;

/// <summary>The head of an answer. Nothing in it is reckoned by a clock: Discord also says how long to wait.</summary>
internal sealed record HttpAnswer(int Status)
{
    /// <summary>Of the limit that the route falls under; several routes may share one.</summary>
    public string? Bucket { get; init; }

    /// <summary>How many calls are left in it.</summary>
    public int? Remaining { get; init; }

    /// <summary>Until it is full again.</summary>
    public TimeSpan? ResetAfter { get; init; }

    /// <summary><c>user</c>, <c>shared</c> or <c>global</c>.</summary>
    public string? Scope { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public static HttpAnswer Of(HttpResponseMessage response) => new((int)response.StatusCode)
    {
        Bucket = Header(response.Headers, "X-RateLimit-Bucket"),
        Remaining = int.TryParse(Header(response.Headers, "X-RateLimit-Remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? left : null,
        ResetAfter = Seconds(Header(response.Headers, "X-RateLimit-Reset-After")),
        Scope = Header(response.Headers, "X-RateLimit-Scope")
            ?? (Header(response.Headers, "X-RateLimit-Global")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true ? "global" : null),
        RetryAfter = Seconds(Header(response.Headers, "Retry-After")),
    };

    /// <summary>How long a limit wants us to wait; null if nothing says so, as before Discord's own servers.</summary>
    public TimeSpan? Wait(JsonElement? body) =>
        body is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("retry_after", out var after) && after.ValueKind == JsonValueKind.Number
            ? Span(after.GetDouble())
            : ResetAfter ?? RetryAfter;

    private static TimeSpan? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? Span(seconds) : null;

    private static TimeSpan? Span(double seconds) => seconds is >= 0 and < 1_000_000 ? TimeSpan.FromSeconds(seconds) : null;

    private static string? Header(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
