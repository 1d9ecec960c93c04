using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace IncidentBot.Slack.Speech.Blocks;

/// <summary>A message without its address: whoever sends it says to which room, thread or person.</summary>
/// <param name="Text">What notifications and screen readers say, escaped; sent alone where Slack refuses the blocks.</param>
internal sealed record SlackMessage([property: JsonConverter(typeof(BareMrkdwnJson))] Mrkdwn Text, IReadOnlyList<Block> Blocks)
{
    /// <summary>By this our own message is found again before it is posted twice.</summary>
    public SlackMetadata? Metadata { get; init; }

    /// <summary>Where all of it is to be found, for when it has to be cut.</summary>
    [JsonIgnore]
    public Mrkdwn Whole { get; init; }

    /// <summary>Nothing in the text becomes a mention or a link but what we have made one.</summary>
    public string Parse { get; } = "none";

    public bool UnfurlLinks { get; }

    public bool UnfurlMedia { get; }

    /// <summary>The same without blocks.</summary>
    public SlackMessage TextOnly() => this with { Blocks = [] };

    /// <summary>The message as an object, to which its sender adds <c>channel</c>, <c>thread_ts</c>, <c>response_type</c> and so on.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, SpeechJson.Brief.SlackMessage)!.AsObject();
}

/// <summary>What a message is, for programs.</summary>
internal sealed record SlackMetadata(string EventType, IReadOnlyDictionary<string, string> EventPayload);
