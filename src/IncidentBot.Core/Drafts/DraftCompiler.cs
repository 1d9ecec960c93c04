using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Drafts;

/// <summary>Compiles an incident into a postmortem draft.</summary>
public sealed class DraftCompiler(LayoutLibrary layouts)
{
    /// <summary>The layouts there are.</summary>
    public LayoutLibrary Layouts => layouts;

    /// <summary>Compiles a draft in a layout (null: the incident's, else the default one).</summary>
    /// <param name="withRoute">Whether the route of the investigation is drawn in it.</param>
    /// <exception cref="LayoutException">The layout is unknown, or failed while it was rendered.</exception>
    public Draft Compile(Incident incident, string? layout, DraftFormat format, bool withRoute) =>
        throw new NotImplementedException();
}
