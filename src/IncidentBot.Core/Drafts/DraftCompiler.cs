using IncidentBot.Core.Drafts.Layouts;
using IncidentBot.Core.Drafts.Pages;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Drafts;

/// <summary>Compiles an incident into a postmortem draft.</summary>
public sealed class DraftCompiler(LayoutLibrary layouts, TimeProvider time)
{
    /// <summary>The layouts there are.</summary>
    public LayoutLibrary Layouts => layouts;

    /// <summary>Compiles a draft in a layout (null: the incident's, else the default one).</summary>
    /// <param name="withRoute">Whether the route of the investigation is drawn in it.</param>
    /// <exception cref="LayoutException">The layout is unknown, or failed while it was rendered.</exception>
    public Draft Compile(Incident incident, string? layout, DraftFormat format, bool withRoute)
    {
        var chosen = layouts.Find(layout ?? Of(incident));
        var name = incident.Id.ToString().ToLowerInvariant();
        return format switch
        {
            DraftFormat.Html => new Draft(name + ".html", "text/html; charset=utf-8", DraftPage.Render(incident, withRoute)),
            DraftFormat.Json => new Draft(name + ".json", "application/json; charset=utf-8", IncidentJson.Write(incident, indented: true) + "\n"),
            DraftFormat.Csv => new Draft(name + ".csv", "text/csv; charset=utf-8", TimelineCsv.Write(incident)),
            _ => Text(incident, name, chosen, withRoute),
        };
    }

    /// <summary>A layout that was set and has since gone from the folder must not take the draft away.</summary>
    private string Of(Incident incident) =>
        incident.Layout is { } set && layouts.Contains(set) ? set : layouts.DefaultLayout;

    private Draft Text(Incident incident, string name, Layout layout, bool withRoute)
    {
        var text = layout.Render(incident, time);
        text = withRoute ? text + RouteText.After(text, incident, layout.IsMarkdown) : text;
        return layout.IsMarkdown
            ? new Draft(name + ".md", "text/markdown; charset=utf-8", text)
            : new Draft(name + ".txt", "text/plain; charset=utf-8", text);
    }
}
