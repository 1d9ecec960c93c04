using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Fakes.Slack;

/// <summary>A call that was made.</summary>
internal sealed record FakeCall(string Method, string Token, string ContentType, IReadOnlyDictionary<string, string> Arguments, DateTimeOffset At)
{
    public string this[string name] => Arguments.GetValueOrDefault(name, "");

    /// <summary>An argument that is an object or a list.</summary>
    public JsonNode? Node(string name) => Arguments.TryGetValue(name, out var json) ? JsonNode.Parse(json) : null;
}

/// <summary>An acknowledgement that came over a socket.</summary>
internal sealed record FakeAck(FakeSocket Socket, string EnvelopeId, JsonObject? Payload, int Bytes)
{
    /// <summary>The text of the message it carries.</summary>
    public string? Text => (string?)Payload?["text"];
}
