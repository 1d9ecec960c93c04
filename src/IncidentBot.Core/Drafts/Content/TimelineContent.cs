using System.Globalization;
using IncidentBot.Core.Drafts.Layouts;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>The moments as a draft prints them: in order for the layouts by time, by kind for the grouped ones.</summary>
internal sealed class TimelineContent
{
    private readonly RenderBudget _budget;
    private readonly List<Line> _lines;

    public TimelineContent(Incident incident, TextForm form, LocalClock clock, RenderBudget budget)
    {
        _budget = budget;
        var started = Timeline.Start(incident) is { } start ? clock.At(start).Day : (LocalDate?)null;
        _lines = [];
        foreach (var entry in Timeline.Of(incident).Where(e => !string.IsNullOrWhiteSpace(e.Text)))
        {
            var at = clock.At(entry.When!.OccurredAt);
            var dated = at.Day != (_lines.Count == 0 ? started : _lines[^1].At.Day);
            _lines.Add(new Line(entry, at, form.Text(entry.Text), MomentSuffix.Of(entry.When, at, clock), dated, _lines.Count == 0));
        }
    }

    /// <summary>The bare texts of a kind; the sources of the root cause and the resolution where none was written.</summary>
    public IReadOnlyList<string> Texts(EntryKind kind) => [.. Of(kind).Select(l => l.Text)];

    public Fields Fields() => new()
    {
        ["missing"] = _lines.Count == 0,
        ["entries"] = _budget.List(Entries()),
        ["times"] = _budget.List(Times()),
        ["detected"] = Detected(),
        ["notes"] = List(EntryKind.Note),
        ["notesText"] = Joined(EntryKind.Note),
        ["deadEnds"] = List(EntryKind.DeadEnd),
        ["deadEndsText"] = Joined(EntryKind.DeadEnd),
        ["actions"] = _lines.Any(l => l.Entry.Kind is EntryKind.Note or EntryKind.DeadEnd or EntryKind.Escalate),
        ["escalations"] = List(EntryKind.Escalate),
        ["escalationsText"] = Joined(EntryKind.Escalate),
        ["identifiedText"] = Joined(EntryKind.Identified),
        ["fixText"] = Joined(EntryKind.Fix, EntryKind.Resolved),
        ["resolutionText"] = Joined(EntryKind.Identified, EntryKind.Fix, EntryKind.Resolved),
    };

    /// <summary>Over a clock change the same clock comes twice, so that a layout without zones has to name them after all.</summary>
    private bool IsOverClockChange => _lines.Select(l => l.Zone).OfType<string>().Distinct().Skip(1).Any();

    private static Fields Fields(Line line, bool overClockChange) => new()
    {
        ["number"] = line.Entry.Number.ToString(CultureInfo.InvariantCulture),
        ["kind"] = line.Entry.Kind.Verb(),
        ["author"] = line.Entry.Author.Name,
        ["text"] = line.Text,
        ["text24"] = line.Text + line.Suffix.Clock24,
        ["text12"] = line.Text + line.Suffix.Clock12,
        ["textLength"] = line.Text + line.Suffix.Length,
        ["when24"] = line.When(halfDays: false, line.Dated),
        ["when12"] = line.When(halfDays: true, line.Dated),
        ["date"] = line.At.Date,
        ["zone"] = line.Zone,
        ["changedZone"] = overClockChange ? line.Zone : null,
    };

    private IEnumerable<Fields> Entries()
    {
        var overClockChange = IsOverClockChange;
        return _lines.Select(line => Fields(line, overClockChange));
    }

    private Fields? Detected()
    {
        var lines = Of(EntryKind.Detected).ToList();
        return lines.Count == 0 ? null : new Fields
        {
            ["when24"] = lines[0].When(halfDays: false, dated: true),
            ["when12"] = lines[0].When(halfDays: true, dated: true),
            ["zone"] = lines[0].Zone,
            ["texts"] = List(EntryKind.Detected),
            ["text"] = Joined(EntryKind.Detected),
        };
    }

    /// <summary>Entries of one minute share its heading. The first heading has its date, whatever the start says.</summary>
    private IEnumerable<Fields> Times()
    {
        for (int i = 0, next; i < _lines.Count; i = next)
        {
            var first = _lines[i];
            for (next = i + 1; next < _lines.Count && SameHeading(first, _lines[next]);)
            {
                next++;
            }

            var shared = _lines.GetRange(i, next - i);
            yield return new Fields
            {
                ["when24"] = first.When(halfDays: false, first.Dated || first.First),
                ["when12"] = first.When(halfDays: true, first.Dated || first.First),
                ["zone"] = first.Zone,
                ["texts24"] = _budget.List(shared.Select(l => l.Text + l.Suffix.Clock24)),
                ["texts12"] = _budget.List(shared.Select(l => l.Text + l.Suffix.Clock12)),
            };
        }
    }

    private static bool SameHeading(Line a, Line b) =>
        a.When(halfDays: false, dated: true) == b.When(halfDays: false, dated: true) && a.Zone == b.Zone;

    private IEnumerable<object?> List(EntryKind kind) => _budget.List(Of(kind).Select(l => l.Text + l.Suffix.Length));

    private string Joined(params EntryKind[] kinds) =>
        Sentences.Join(kinds.SelectMany(Of).Select(l => l.Text.Replace('\n', ' ') + l.Suffix.Length));

    private IEnumerable<Line> Of(EntryKind kind) => _lines.Where(l => l.Entry.Kind == kind);

    private sealed record Line(Entry Entry, Stamp At, string Text, MomentSuffix Suffix, bool Dated, bool First)
    {
        private bool DayOnly => Entry.When!.Precision == Precision.Day;

        /// <summary>A day has no clock, so it has no zone either.</summary>
        public string? Zone => DayOnly ? null : At.Zone;

        public string When(bool halfDays, bool dated) =>
            DayOnly ? At.Date : dated ? $"{At.Date}, {At.Time(halfDays)}" : At.Time(halfDays);
    }
}
