using IncidentBot.Core.Drafts.Layouts;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>
/// Makes the fields of <see cref="DraftFields"/> from an incident. All rules about what is printed, and in which
/// order, are here and in the types beside it; a layout only says where.
/// </summary>
internal sealed class DraftContent(Incident incident, TextForm form, RenderBudget budget)
{
    private readonly LocalClock _clock = new(incident.Zone);
    private readonly Attachments _attachments = new(incident, form, budget);

    public static Fields Of(Incident incident, TextForm form, RenderBudget budget) =>
        new DraftContent(incident, form, budget).Build();

    private Fields Build()
    {
        var timeline = new TimelineContent(incident, form, _clock, budget);
        var cause = Texts(EntryKind.RootCause, e => !e.Brief, timeline.Texts(EntryKind.Identified));
        var resolution = Texts(EntryKind.Resolution, _ => true, timeline.Texts(EntryKind.Fix));
        var impacts = Labelled(EntryKind.Impact);
        var conclusion = Texts(EntryKind.Conclusion, _ => true, []);
        var sections = new OwnSections(incident, form, _attachments, budget);
        var brief = Written(EntryKind.RootCause).LastOrDefault(e => e.Brief);
        return new Fields
        {
            ["title"] = form.Line(DraftTitle.Of(incident)),
            ["id"] = incident.Id.ToString(),
            ["severity"] = incident.Severity is { } severity ? form.Line(severity) : null,
            ["attachments"] = _attachments.Fields(),
            ["introductions"] = sections.Before,
            ["duration"] = Duration(),
            ["impacts"] = impacts.List,
            ["impactText"] = impacts.Joined,
            ["brief"] = brief is null ? null : form.Line(brief.Text),
            ["timeline"] = timeline.Fields(),
            ["rootCause"] = budget.List(cause),
            ["rootCauseText"] = Sentences.Join(cause),
            ["resolution"] = budget.List(resolution),
            ["resolutionText"] = Sentences.Join(resolution),
            ["improvements"] = Labelled(EntryKind.Improvement).List,
            ["tasks"] = new TaskContent(Written(EntryKind.Task), form, budget).Fields(),
            ["conclusion"] = budget.List(conclusion),
            ["conclusionMissing"] = !Written(EntryKind.Conclusion).Any(),
            ["sections"] = sections.After,
        };
    }

    private Fields Duration()
    {
        var start = Timeline.Start(incident) is { } from ? _clock.At(from) : (Stamp?)null;
        var end = Timeline.End(incident) is { } to ? _clock.At(to) : (Stamp?)null;
        return new Fields
        {
            ["known"] = start is not null || end is not null,
            ["oneDay"] = start is not null && start?.Day == end?.Day,
            ["zone"] = string.Join('/', new[] { start?.Zone, end?.Zone }.OfType<string>().Distinct()),
            ["start"] = Point(start),
            ["end"] = Point(end),
        };
    }

    private static Fields Point(Stamp? point) => new()
    {
        ["known"] = point is not null,
        ["date"] = point?.Date ?? Missing.Text,
        ["time24"] = point?.Time24 ?? Missing.Text,
        ["time12"] = point?.Time12 ?? Missing.Text,
        ["stamp24"] = point is { } p ? $"{p.Date}, {p.Time24}" : Missing.Text,
        ["stamp12"] = point is { } q ? $"{q.Date}, {q.Time12}" : Missing.Text,
        ["zoned24"] = point is { } r ? $"{r.Date}, {r.Time24} {r.Zone}" : Missing.Text,
        ["zoned12"] = point is { } s ? $"{s.Date}, {s.Time12} {s.Zone}" : Missing.Text,
    };

    private List<string> Texts(EntryKind kind, Func<Entry, bool> which, IReadOnlyList<string> fallback)
    {
        List<string> texts = [.. Written(kind).Where(which).Select(Labelled)];
        return texts.Count > 0 ? texts : fallback.Count > 0 ? [.. fallback] : [Missing.Text];
    }

    private string Labelled(Entry entry) =>
        entry.Words.Label is { } label ? $"{form.Line(label)}: {form.Text(entry.Text)}" : form.Text(entry.Text);

    private (IEnumerable<object?> List, string Joined) Labelled(EntryKind kind)
    {
        List<(string? Label, string Text, bool Missing)> items =
        [
            .. Written(kind).Select(e => (e.Words.Label is { } label ? form.Line(label) : null, form.Text(e.Text), false)),
        ];
        if (items.Count == 0)
        {
            items.Add((null, Missing.Text, true));
        }

        var list = items.Select(i => new Fields { ["label"] = i.Label, ["text"] = i.Text, ["missing"] = i.Missing });
        return (budget.List(list), Sentences.Join(items.Select(i => i.Label is null ? i.Text : $"{i.Label}: {i.Text}")));
    }

    private IEnumerable<Entry> Written(EntryKind kind) =>
        incident.Standing(kind).Where(e => !string.IsNullOrWhiteSpace(e.Text));
}
