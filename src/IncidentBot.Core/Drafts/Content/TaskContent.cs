using System.Globalization;
using IncidentBot.Core.Drafts.Layouts;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>
/// The tasks as typed, for the layouts that list them one by one; and by group, those without one first, then the groups
/// in the order in which they first appear.
/// </summary>
internal sealed class TaskContent
{
    private readonly RenderBudget _budget;
    private readonly List<(string? Group, string Text)> _tasks;
    private readonly List<(string? Group, List<string> Texts)> _groups;

    public TaskContent(IEnumerable<Entry> tasks, TextForm form, RenderBudget budget)
    {
        _budget = budget;
        _tasks = [.. tasks.Select(e => (e.Words.Label is { } label ? form.Line(label) : null, form.Text(e.Text)))];
        _groups =
        [
            .. _tasks.GroupBy(t => t.Group)
                .OrderBy(g => g.Key is null ? 0 : 1)
                .Select(g => (g.Key, g.Select(t => t.Text).ToList())),
        ];
    }

    public Fields Fields() => new()
    {
        ["missing"] = _groups.Count == 0,
        ["all"] = _budget.List(All()),
        ["loose"] = _budget.List(_groups.Where(g => g.Group is null).SelectMany(g => g.Texts)),
        ["groups"] = _budget.List(_groups.Where(g => g.Group is not null)
            .Select(g => new Fields { ["group"] = g.Group, ["texts"] = _budget.List(g.Texts) })),
    };

    private IEnumerable<Fields> All()
    {
        var number = 0;
        foreach (var (group, text) in _tasks)
        {
            var mark = (++number).ToString(CultureInfo.InvariantCulture) + ". ";
            yield return new Fields
            {
                ["group"] = group,
                ["text"] = text,
                ["mark"] = mark,
                ["pad"] = new string(' ', mark.Length),
            };
        }
    }
}
