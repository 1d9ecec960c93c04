using IncidentBot.Core.Text;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Speech.Forms;

/// <summary>What was filled into a modal, read tolerantly: what is not there is empty.</summary>
/// <param name="fields">By their custom ids: <see cref="InteractionData.Fields"/>.</param>
internal sealed class ModalValues(IReadOnlyDictionary<string, SubmittedComponent> fields)
{
    private readonly List<string> _problems = [];

    public IEnumerable<string> Names => fields.Keys;

    /// <summary>What was typed, cleaned like every typed line.</summary>
    public string Text(string field) => TypedText.Clean(TypedText.Storable(
        MarkdownReader.ReadTyped(fields.GetValueOrDefault(field)?.Value ?? "", _ => null)));

    /// <summary>What was chosen from a list; null if nothing was.</summary>
    public string? Choice(string field) => fields.GetValueOrDefault(field) is { } found ? found.Values is [var first, ..] ? first : found.Value : null;

    /// <summary>Notes what is wrong; null is no problem.</summary>
    public void Check(string? problem)
    {
        if (problem is not null)
        {
            _problems.Add(problem);
        }
    }

    /// <summary>The form, or what is wrong with it and what was typed.</summary>
    public ModalReading<T> Read<T>(Func<T> form)
        where T : class => _problems.Count == 0 ? new ModalReading<T>(form(), null) : new ModalReading<T>(null, string.Join('\n', _problems) + Words());

    private string Words()
    {
        var words = string.Join('\n', Names.Select(Text).Where(text => text.Length > 0)).Replace("```", "''`", StringComparison.Ordinal);
        return words.Length == 0 ? "" : $"\n\nNothing was recorded. You typed:\n\n```\n{words}\n```";
    }
}
