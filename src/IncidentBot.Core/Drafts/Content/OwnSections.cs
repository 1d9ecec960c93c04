using IncidentBot.Core.Drafts.Layouts;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>The sections people add themselves. Entries with the same heading are paragraphs of one section.</summary>
internal sealed class OwnSections(Incident incident, TextForm form, Attachments attachments, RenderBudget budget)
{
    private const string Untitled = "Notes";

    /// <summary>Introduction and Overview, which stand before the Issue Summary.</summary>
    public IEnumerable<object?> Before => budget.List(Sections().Where(s => IsOpening(s.Key)).Select(Fields));

    /// <summary>All others, which stand after the closing text.</summary>
    public IEnumerable<object?> After => budget.List(Sections().Where(s => !IsOpening(s.Key)).Select(Fields));

    /// <summary>The heading under which an entry of kind <c>section</c> stands.</summary>
    public static string Heading(Entry entry) => (entry.Words.Label ?? (entry.Redacted ? entry.Text : Untitled)).Trim();

    public static bool IsOpening(string heading) =>
        heading.Equals("Introduction", StringComparison.OrdinalIgnoreCase)
        || heading.Equals("Overview", StringComparison.OrdinalIgnoreCase);

    private IEnumerable<IGrouping<string, Entry>> Sections() => incident.Standing(EntryKind.Section)
        .Where(e => !string.IsNullOrWhiteSpace(e.Text))
        .GroupBy(Heading, StringComparer.OrdinalIgnoreCase);

    private Fields Fields(IGrouping<string, Entry> section) => new()
    {
        ["heading"] = form.Line(section.Key),
        ["paragraphs"] = budget.List(section.Select(e => form.Text(e.Text))),
        ["attachments"] = attachments.After(Places.Own(section.Key)),
    };
}
