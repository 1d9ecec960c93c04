using IncidentBot.Core.Incidents;

namespace IncidentBot.Web.Api;

/// <summary><c>GET /api/search?q=WORDS</c>: looks for words in all incidents.</summary>
internal static class SearchEndpoint
{
    public static void MapSearch(this IEndpointRouteBuilder api) => api
        .MapMethods("/search", Problems.Reading, SearchAsync)
        .WithName("search").WithSummary("The entries and titles of all incidents that have all the words, newest incident first.")
        .WithDescription(
            "q: every word must be there, as it reads now, at least its beginning; case and accents do not matter. "
            + "total is counted up to 1000. searched is less than incidents while the index is being made.")
        .Produces<SearchPage>().ProducesProblem(400).ProducesProblem(503);

    private static async Task<IResult> SearchAsync(IIncidentStore store, string? q, string? limit, CancellationToken ct)
    {
        if (!IncidentEndpoints.TryReadLimit(limit, out var size))
        {
            return IncidentEndpoints.WrongLimit();
        }

        if (!SearchQuery.TryRead(q ?? "", out var query, out var problem))
        {
            return Problems.Of(400, $"q: {problem}");
        }

        var found = await store.SearchAsync(query, size, ct);
        return Results.Json(new SearchPage([.. found.Hits.Select(SearchMatch.Of)], found.Total, found.Searched, found.Incidents));
    }
}
