using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;
using IncidentBot.Core.Rules;
using IncidentBot.Core.Text;
using IncidentBot.Core.Times;
using IncidentBot.Web.Api;
using NodaTime;

namespace IncidentBot.Web.Pages;

/// <summary><c>/find?q=WORDS</c>: what was found in all incidents, each with a link to where it stands.</summary>
internal static class FindPage
{
    private const int Shown = 50;

    public static void MapFindPage(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/find", Problems.Reading, ShowAsync).ExcludeFromDescription();

    private static async Task<IResult> ShowAsync([AsParameters] ConsoleServices services, string? q, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(q))
        {
            return Render("", Html.Literal("<p class=\"quiet\">Type words to look for in all incidents. Every word must be there, at least its beginning.</p>"));
        }

        return SearchQuery.TryRead(q, out var query, out var problem)
            ? Render(q, Found(await services.Store.SearchAsync(query, Shown, ct), query, services.Now))
            : Render(q, Html.Format($"<p class=\"wrong\">{problem}</p>"));
    }

    private static IResult Render(string typed, Html found) => Page.Render("Find", "find", Html.Format(
        $"""
        <main id="main" class="sheet-body"><h1>Find</h1>
        <form class="find" method="get" action="/find" role="search"><label for="q">Words</label>
        <input id="q" name="q" value="{typed}" maxlength="{SearchQuery.LongestText}" type="search" required autofocus><button>Find</button></form>
        {found}
        </main>
        """)).AsPage();

    private static Html Found(SearchResult result, SearchQuery query, Instant now)
    {
        var more = result.Total - result.Hits.Count;
        return Html.Format(
            $"""
            <p role="status">{ReplyText.Render(Finding.Heading(result, query))}</p>
            {result.Hits.GroupBy(hit => hit.Incident).Select(incident => Incident([.. incident], query, now))}
            {Html.When(more > 0, $"<p class=\"quiet\">These are the newest {result.Hits.Count}. Another word narrows it down.</p>")}
            """);
    }

    private static Html Incident(IReadOnlyList<SearchHit> hits, SearchQuery query, Instant now)
    {
        var id = hits[0].Incident.ToString();
        var entries = hits.Where(hit => hit.Entry is not null).Select(hit => Entry(hit, query, now));
        return Html.Format(
            $"""
            <section class="found"><h2><a class="id" href="/incidents/{id}">{id}</a> {Marked(hits[0].Title, query)}</h2>
            <ul>{entries}</ul></section>
            """);
    }

    private static Html Entry(SearchHit hit, SearchQuery query, Instant now)
    {
        var number = hit.Entry!.Value;
        var kind = hit.Kind!.Value.Verb();
        var stamp = hit.When is { } when ? TimeWords.Stamp(when.OccurredAt, Zones.Get(hit.Zone), now) : "";
        return Html.Format(
            $"""
            <li><a href="/incidents/{hit.Incident.ToString()}?entry={number}#entry-{number}">#{number}</a> <span class="kind {kind}">{kind}</span>
            {Html.When(stamp.Length > 0, $"<time>{stamp}</time> ")}{Marked(hit.Text, query)}</li>
            """);
    }

    private static Html Marked(string text, SearchQuery query)
    {
        var (before, match, after) = Snippet.Of(text, query);
        return Html.Format($"<bdi>{before}{Html.When(match.Length > 0, $"<mark>{match}</mark>")}{after}</bdi>");
    }
}
