using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Discord.Fakes;

/// <summary>A request that came.</summary>
/// <param name="Path">Behind the version, such as <c>/channels/1/messages</c>.</param>
internal sealed record FakeRequest(string Method, string Path, DateTimeOffset At)
{
    public string Query { get; init; } = "";

    public string? Authorization { get; init; }

    public string UserAgent { get; init; } = "";

    public string ContentType { get; init; } = "";

    /// <summary>The JSON of the body, or of its part.</summary>
    public JsonNode? Body { get; init; }

    public IReadOnlyList<FakeFile> Files { get; init; } = [];

    /// <summary>What was answered; 0 as long as nothing was.</summary>
    public int Status { get; set; }

    /// <summary>Such as <c>POST /channels/1/messages</c>.</summary>
    public string Line => $"{Method} {Path}";
}

/// <param name="Disposition">As it was written, so that a test sees the quotes.</param>
internal sealed record FakeFile(string Part, string Name, string ContentType, byte[] Content, string Disposition);
