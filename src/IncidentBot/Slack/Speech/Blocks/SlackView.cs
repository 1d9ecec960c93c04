using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Slack.Speech.Blocks;

/// <summary>A modal, or the Home tab.</summary>
internal sealed record SlackView(string Type, string CallbackId, IReadOnlyList<Block> Blocks)
{
    public const string Modal = "modal";
    public const string Home = "home";

    public Plain? Title { get; init; }

    public Plain? Submit { get; init; }

    public Plain? Close { get; init; }

    /// <summary>Comes back with what was filled in. Everybody can see it: no secrets.</summary>
    public string? PrivateMetadata { get; init; }

    /// <summary>As <c>views.open</c> and <c>views.publish</c> take it.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, SpeechJson.Brief.SlackView)!.AsObject();
}
