using IncidentBot.Core.Drafts.Layouts;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>The attachments by the place they stand at. None is lost: an unknown place means after the title.</summary>
internal sealed class Attachments(Incident incident, TextForm form, RenderBudget budget)
{
    private readonly ILookup<string, Entry> _places = Places.Of(incident);

    public Fields Fields() => new()
    {
        ["title"] = After(Places.Title),
        ["issueSummary"] = After(Places.IssueSummary),
        ["timeline"] = After(Places.Timeline),
        ["rootCause"] = After(Places.RootCause),
        ["measures"] = After(Places.Measures),
        ["conclusion"] = After(Places.Conclusion),
    };

    public IEnumerable<object?> After(string place) => budget.List(_places[place].Select(Fields));

    private Fields Fields(Entry entry)
    {
        var (caption, url, link) = form.Attachment(entry.Text, entry.Words.Url ?? "");
        return new Fields
        {
            ["caption"] = caption,
            ["url"] = url,
            ["link"] = link,
        };
    }
}
