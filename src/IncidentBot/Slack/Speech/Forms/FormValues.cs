using System.Text.Json;
using IncidentBot.Core.Text;

namespace IncidentBot.Slack.Speech.Forms;

/// <summary>What was filled into a view, <c>view.state.values</c>, read tolerantly: what is not there is empty.</summary>
internal sealed class FormValues(JsonElement values)
{
    private readonly Dictionary<string, string> _errors = [];

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors;

    /// <summary>What was typed, cleaned like every typed line.</summary>
    public string Text(string field) => TypedText.Clean(TypedText.Storable(Find(field, "value") ?? ""));

    /// <summary>What was chosen from a list; null if nothing was.</summary>
    public string? Choice(string field) => Element(field) is { } element
        && element.TryGetProperty("selected_option", out var option) && option.ValueKind == JsonValueKind.Object
        && option.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>The room that was chosen; null if none was.</summary>
    public string? Channel(string field) => Find(field, "selected_conversation");

    /// <summary>Notes what is wrong with a field; null is no problem. Slack shows it beside the field.</summary>
    public void Check(string field, string? problem)
    {
        if (problem is not null)
        {
            _errors.TryAdd(field, problem);
        }
    }

    /// <summary>The form, or what is wrong with it.</summary>
    public FormReading<T> Read<T>(Func<T> form)
        where T : class => new(_errors.Count == 0 ? form() : null, _errors);

    private string? Find(string field, string property) =>
        Element(field) is { } element && element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>The one element of a field, whatever its action id.</summary>
    private JsonElement? Element(string field)
    {
        if (values.ValueKind != JsonValueKind.Object || !values.TryGetProperty(field, out var block) || block.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return block.EnumerateObject().Select(p => p.Value).Where(v => v.ValueKind == JsonValueKind.Object).Select(v => (JsonElement?)v).FirstOrDefault();
    }
}
