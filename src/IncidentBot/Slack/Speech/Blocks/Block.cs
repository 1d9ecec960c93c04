using System.Text.Json.Serialization;

namespace IncidentBot.Slack.Speech.Blocks;

/// <summary>A block of Slack's Block Kit: the few kinds we speak in.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Header), "header")]
[JsonDerivedType(typeof(Section), "section")]
[JsonDerivedType(typeof(Context), "context")]
[JsonDerivedType(typeof(Divider), "divider")]
[JsonDerivedType(typeof(Actions), "actions")]
[JsonDerivedType(typeof(Input), "input")]
internal abstract record Block
{
    private Block()
    {
    }

    public sealed record Header(Plain Text) : Block;

    public sealed record Section(Mrkdwn Text) : Block
    {
        public Element? Accessory { get; init; }
    }

    /// <summary>Small print.</summary>
    public sealed record Context(IReadOnlyList<Mrkdwn> Elements) : Block
    {
        public Context(Mrkdwn text)
            : this([text])
        {
        }
    }

    public sealed record Divider : Block;

    public sealed record Actions(IReadOnlyList<Element> Elements) : Block;

    /// <summary>A field of a view.</summary>
    /// <param name="BlockId">By this its value is found, and an error is shown beside it.</param>
    public sealed record Input(string BlockId, Plain Label, Element Element) : Block
    {
        public Plain? Hint { get; init; }

        public bool Optional { get; init; }
    }
}
