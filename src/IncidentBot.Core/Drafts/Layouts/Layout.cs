using HandlebarsDotNet;
using IncidentBot.Core.Drafts.Content;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Drafts.Layouts;

/// <summary>A layout that passed its check, compiled once and used by any number of threads.</summary>
internal sealed class Layout(string name, bool isMarkdown, HandlebarsTemplate<TextWriter, object, object> template)
{
    public string Name => name;

    public bool IsMarkdown => isMarkdown;

    /// <summary>The draft: LF line ends, exactly one at the end.</summary>
    /// <exception cref="LayoutException">It costs too much or cannot be rendered.</exception>
    public string Render(Incident incident, TimeProvider time)
    {
        var budget = new RenderBudget(name, time);
        var writer = new BudgetedWriter(budget);
        try
        {
            template(writer, DraftContent.Of(incident, isMarkdown ? TextForm.Markdown : TextForm.Plain, budget), null!);
        }
        catch (HandlebarsException e)
        {
            throw e.InnerException as LayoutException
                ?? new LayoutException($"The layout {name} cannot be rendered: {e.Message}");
        }

        return writer.ToString().TrimEnd('\n') + "\n";
    }
}
