using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;
using IncidentBot.Web.Api;
using NodaTime.Text;

namespace IncidentBot.Web.Pages;

/// <summary>The list of incidents, and a page for each.</summary>
internal static class IncidentPages
{
    private const int Listed = 50;
    private static readonly InstantPattern Opened = InstantPattern.CreateWithInvariantCulture("d MMM yyyy HH:mm 'UTC'");

    public static void MapIncidentPages(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/incidents", Problems.Reading, ListAsync).ExcludeFromDescription();
        routes.MapMethods("/incidents/{id}", Problems.Reading, ShowAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ListAsync(IIncidentStore store, string? before, CancellationToken ct)
    {
        var found = await store.ListAsync(IncidentId.TryParse(before, out var start) ? start : null, Listed + 1, ct);
        var shown = found.Take(Listed).ToList();
        return Page.Render("Incidents", "incidents", Html.Format(
            $"""
            <main id="main" class="sheet-body"><h1>Incidents</h1>
            {(shown.Count > 0 ? Table(shown) : Html.Literal("<p class=\"quiet\">There is none yet. <a href=\"/\">Record the first one.</a></p>"))}
            {Html.When(found.Count > Listed, $"<p><a href=\"/incidents?before={shown[^1].Id.ToString()}\">Older incidents</a></p>")}
            </main>
            """)).AsPage();
    }

    private static Html Table(IEnumerable<IncidentSummary> incidents) => Html.Format(
        $"""
        <div class="scroll" tabindex="0" role="region" aria-label="All incidents"><table>
        <thead><tr><th scope="col">Id</th><th scope="col">Title</th><th scope="col">State</th><th scope="col">Entries</th><th scope="col">Channel</th><th scope="col">Opened</th></tr></thead>
        <tbody>{incidents.Select(Row)}</tbody></table></div>
        """);

    private static Html Row(IncidentSummary incident) => Html.Format(
        $"""
        <tr><td><a class="id" href="/incidents/{incident.Id.ToString()}">{incident.Id.ToString()}</a></td><th scope="row">{Html.User(incident.Title)}</th>
        <td><span class="state {incident.State.ToString().ToLowerInvariant()}">{incident.State.ToString().ToLowerInvariant()}</span></td><td class="number">{incident.Entries}</td>
        <td><a href="{Prefill.Address(incident.Channel)}">{Html.User(incident.Channel.Value)}</a></td><td>{Opened.Format(incident.OpenedAt)}</td></tr>
        """);

    private static async Task<IResult> ShowAsync(
        HttpContext context, [AsParameters] ConsoleServices services, string id, string? layout, int? from, int? entry, CancellationToken ct)
    {
        if (await IncidentEndpoints.FindAsync(services.Store, id, ct) is not { } incident)
        {
            return Problems.For(context.Request, 404, "There is no such incident.");
        }

        var panel = new IncidentPanel(incident, services.Drafts, services.Settings, services.Now, layout, from, entry);
        return Page.Render($"{incident.Id} {incident.Title}", "one-incident", Html.Format(
            $"""
            <main id="main" class="sheet-body incident">{panel.Head()}
            <p><a href="{Prefill.Address(incident.Channels[0])}">Open its channel in the console</a></p>
            {panel.Timeline()}{panel.Missing()}{panel.Draft($"/incidents/{incident.Id}")}</main>
            """)).AsPage();
    }
}
