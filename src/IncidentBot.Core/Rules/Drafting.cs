using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;

namespace IncidentBot.Core.Rules;

/// <summary>Answers with the draft, or with where it is.</summary>
internal static class Drafting
{
    /// <summary>How much of a draft an answer holds; the page and the file have all of it.</summary>
    private const int Shown = 12_000;

    public static CommandAnswer Show(Incident? incident, Command.ShowDraft command, DraftCompiler drafts, RuleContext context)
    {
        if (incident is null)
        {
            return CommandAnswer.Only(Says.NoIncident(context));
        }

        try
        {
            var text = drafts.Compile(incident, command.Layout, DraftFormat.Text, command.WithRoute).Content;
            return CommandAnswer.Only(
                text.Length <= Shown ? text : $"{TypedText.Head(text, Shown)}\n… the rest: {Address(incident, command.Layout, null, command.WithRoute, context)}",
                incident.Id);
        }
        catch (LayoutException e)
        {
            return CommandAnswer.Only($"{e.Message} Example: `/{context.Root} draft {drafts.Layouts.DefaultLayout}`", incident.Id);
        }
    }

    public static CommandAnswer Export(Incident? incident, Command.Export command, RuleContext context)
    {
        if (incident is null)
        {
            return CommandAnswer.Only(Says.NoIncident(context));
        }

        if (command.Format is { } format && !DraftFormats.TryParse(format, out _))
        {
            return CommandAnswer.Only(
                $"There is no format {TypedText.Cut(format, 60)}. There are {string.Join(", ", DraftFormats.Names)}. "
                + $"Example: `/{context.Root} export html`", incident.Id);
        }

        return CommandAnswer.Only($"Download {incident.Id}: {Address(incident, null, command.Format, command.WithRoute, context)}", incident.Id);
    }

    private static string Address(Incident incident, string? layout, string? format, bool route, RuleContext context)
    {
        string?[] query =
        [
            layout is null ? null : $"layout={Uri.EscapeDataString(layout)}",
            format is null ? null : $"format={format.ToLowerInvariant()}",
            route ? "route=true" : null,
        ];
        var options = string.Join('&', query.Where(q => q is not null));
        var path = $"/api/incidents/{incident.Id}/draft{(options.Length > 0 ? "?" + options : "")}";
        return context.WebUrl is { } url ? url + path : $"`incidentbot export {incident.Id}` on the host, or {path}";
    }
}
