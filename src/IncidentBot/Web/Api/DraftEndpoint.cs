using System.Text;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Drafts.Pages;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Web.Api;

/// <summary><c>GET /api/incidents/{id}/draft</c>: the draft, to read or to download.</summary>
internal static class DraftEndpoint
{
    /// <summary>The HTML form stands alone: it brings its style, known by its hash, and may load nothing.</summary>
    private static readonly string PagePolicy =
        $"default-src 'none'; style-src '{DraftStyles.Hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapDraft(this IEndpointRouteBuilder api) => api
        .MapMethods("/incidents/{id}/draft", Problems.Reading, CompileAsync)
        .WithName("compileDraft").WithSummary("The postmortem draft of an incident.")
        .WithDescription(
            "layout: the incident's if omitted. format: md and txt (the default) give the layout's own text form; html, csv, json. "
            + "route=true draws the route of the investigation. download=1 sends it as a file.")
        .Produces<string>(200, "text/markdown", "text/plain", "text/html", "text/csv", "application/json")
        .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);

    private static async Task<IResult> CompileAsync(
        HttpContext context, IIncidentStore store, DraftCompiler drafts, string id, string? layout, string? format, string? route, string? download,
        CancellationToken ct)
    {
        var written = DraftFormat.Text;
        if (!string.IsNullOrEmpty(format) && !DraftFormats.TryParse(format, out written))
        {
            return Problems.Of(400, $"There is no such format; there are {string.Join(", ", DraftFormats.Names)}.");
        }

        layout = string.IsNullOrEmpty(layout) ? null : layout;
        if (layout is not null && !drafts.Layouts.Names.Contains(layout, StringComparer.OrdinalIgnoreCase))
        {
            return Problems.Of(400, $"There is no such layout; there are {string.Join(", ", drafts.Layouts.Names)}.");
        }

        if (Flag(route) is not { } withRoute || Flag(download) is not { } asFile)
        {
            return Problems.Of(400, "route and download are true or false.");
        }

        return await IncidentEndpoints.FindAsync(store, id, ct) is { } incident
            ? Answer(context, drafts, incident, layout, written, withRoute, asFile)
            : IncidentEndpoints.Unknown(id);
    }

    private static IResult Answer(
        HttpContext context, DraftCompiler drafts, Incident incident, string? layout, DraftFormat format, bool withRoute, bool asFile)
    {
        try
        {
            var draft = drafts.Compile(incident, layout, format, withRoute);
            if (format == DraftFormat.Html)
            {
                context.Response.Headers.ContentSecurityPolicy = PagePolicy;
            }

            return Results.File(Encoding.UTF8.GetBytes(draft.Content), draft.ContentType, asFile ? draft.FileName : null);
        }
        catch (LayoutException e)
        {
            // The owner's own layout; its message tells the owner what to mend.
            return Problems.Of(422, e.Message);
        }
    }

    private static bool? Flag(string? value) => value?.ToLowerInvariant() switch
    {
        null or "" or "false" or "0" or "no" => false,
        "true" or "1" or "yes" => true,
        _ => null,
    };
}
