using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Discord.Fakes;

/// <summary>What is answered instead of the right thing.</summary>
internal sealed record FakeFault
{
    public int Status { get; init; } = 200;

    public string Body { get; init; } = "";

    public string ContentType { get; init; } = "application/json";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the call does its work before it goes wrong.</summary>
    public bool DoesWork { get; init; }

    /// <summary>No byte is ever answered.</summary>
    public bool Hangs { get; init; }

    /// <summary>The connection breaks instead of an answer.</summary>
    public bool Resets { get; init; }

    public static FakeFault Error(int status, int code, string message = "no") => new()
    {
        Status = status,
        Body = new JsonObject { ["message"] = message, ["code"] = code }.ToJsonString(),
    };

    /// <param name="scope"><c>user</c>, <c>shared</c> or <c>global</c>.</param>
    public static FakeFault Limited(double seconds, string scope = "user") => new()
    {
        Status = 429,
        Body = new JsonObject { ["message"] = "You are being rate limited.", ["retry_after"] = seconds, ["global"] = scope == "global" }.ToJsonString(),
        Headers = scope == "global"
            ? new Dictionary<string, string> { ["X-RateLimit-Scope"] = scope, ["X-RateLimit-Global"] = "true", ["Retry-After"] = $"{Math.Ceiling(seconds):0}" }
            : new Dictionary<string, string> { ["X-RateLimit-Scope"] = scope, ["Retry-After"] = $"{Math.Ceiling(seconds):0}" },
    };

    /// <summary>What stands before Discord's own servers.</summary>
    public static FakeFault Cloudflare(int status) => new() { Status = status, Body = "<html><body>error code: 1015</body></html>", ContentType = "text/html" };
}
