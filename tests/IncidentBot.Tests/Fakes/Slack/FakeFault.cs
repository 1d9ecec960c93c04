using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Fakes.Slack;

/// <summary>What is answered instead of the right thing.</summary>
internal sealed record FakeFault
{
    public int Status { get; init; } = 200;

    public string Body { get; init; } = "";

    public string ContentType { get; init; } = "application/json; charset=utf-8";

    public string? RetryAfter { get; init; }

    /// <summary>Whether the method does its work before it goes wrong.</summary>
    public bool DoesWork { get; init; }

    /// <summary>No byte is ever answered.</summary>
    public bool Hangs { get; init; }

    /// <summary>The connection breaks instead of an answer.</summary>
    public bool Resets { get; init; }

    public static FakeFault Limited(string? retryAfter) =>
        new() { Status = 429, RetryAfter = retryAfter, Body = """{"ok":false,"error":"ratelimited"}""" };

    public static FakeFault Error(string error, string? needed = null, string? provided = null) => new()
    {
        Body = new JsonObject { ["ok"] = false, ["error"] = error, ["needed"] = needed, ["provided"] = provided }.ToJsonString(),
    };
}
