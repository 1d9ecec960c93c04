using System.Text.Json.Serialization;
using IncidentBot.Core.Text;

namespace IncidentBot.Slack.Speech;

/// <summary>Text without markup, for headers, buttons and labels. Slack reads escapes and emoji codes in it all the same.</summary>
[JsonConverter(typeof(PlainJson))]
internal readonly record struct Plain
{
    private readonly string? _text;

    public Plain(string text) => _text = Mrkdwn.Escape(TypedText.Storable(text.ReplaceLineEndings(" ")));

    private Plain(string escaped, int length) => _text = escaped[..length].TrimEnd() + "…";

    public int Length => _text?.Length ?? 0;

    public bool IsEmpty => string.IsNullOrWhiteSpace(_text);

    /// <summary>The same if it is short enough, else its beginning and an ellipsis.</summary>
    public Plain Cut(int length) => Length <= length ? this : new(_text!, Cutting.End(_text!, 0, length - 1));

    /// <summary>As it is sent, escaped.</summary>
    public override string ToString() => _text ?? "";
}
