using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Slack.Speech.Blocks;

namespace IncidentBot.Slack.Speech.Forms;

/// <summary>A form as it was sent in, or what is wrong with it, by field.</summary>
internal sealed record FormReading<T>(T? Form, IReadOnlyDictionary<string, string> Errors)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Form))]
    public bool IsGood => Form is not null;

    /// <summary>The acknowledgement that keeps the view open and shows the errors.</summary>
    public JsonObject ErrorsToJson() => new ViewErrors(Errors).ToJson();
}

/// <summary>The acknowledgement of a view that is not accepted.</summary>
internal sealed record ViewErrors(IReadOnlyDictionary<string, string> Errors)
{
    public string ResponseAction { get; } = "errors";

    /// <summary>One error, for a problem that only shows when the command is decided.</summary>
    public static ViewErrors At(string field, string problem) => new(new Dictionary<string, string> { [field] = problem });

    public JsonObject ToJson() => JsonSerializer.SerializeToNode(
        this with { Errors = Errors.ToDictionary(e => e.Key, e => new Plain(e.Value).Cut(BlockLimits.Label).ToString()) },
        SpeechJson.Brief.ViewErrors)!.AsObject();
}
