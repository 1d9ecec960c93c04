using System.Globalization;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Web.Api;

/// <summary>Reading incidents.</summary>
internal static class IncidentEndpoints
{
    public const int Page = 50;
    public const int LargestPage = 200;

    public static void MapIncidents(this IEndpointRouteBuilder api)
    {
        api.MapMethods("/incidents", Problems.Reading, ListAsync)
            .WithName("listIncidents").WithSummary("The incidents, newest first.")
            .Produces<IncidentPage>().ProducesProblem(400).ProducesProblem(503);
        api.MapMethods("/incidents/{id}", Problems.Reading, ReadAsync)
            .WithName("readIncident").WithSummary("An incident with all its entries, their history included.")
            .Produces<IncidentDescription>().ProducesProblem(404).ProducesProblem(503);
    }

    private static async Task<IResult> ListAsync(IIncidentStore store, string? limit, string? before, CancellationToken ct)
    {
        if (!TryReadLimit(limit, out var size))
        {
            return WrongLimit();
        }

        var start = default(IncidentId);
        if (before is not null && !IncidentId.TryParse(before, out start))
        {
            return Problems.Of(400, "before must be the id of an incident, as given in next.");
        }

        var found = await store.ListAsync(before is null ? null : start, size + 1, ct);
        var items = found.Take(size).Select(IncidentLine.Of).ToList();
        return Results.Json(new IncidentPage(items, found.Count > size ? items[^1].Id : null));
    }

    /// <summary>How many items are asked for.</summary>
    public static bool TryReadLimit(string? limit, out int size)
    {
        size = Page;
        return limit is null
            || (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is >= 1 and <= LargestPage);
    }

    public static IResult WrongLimit() => Problems.Of(400, $"limit must be a number from 1 to {LargestPage}.");

    private static async Task<IResult> ReadAsync(IIncidentStore store, string id, CancellationToken ct) =>
        await FindAsync(store, id, ct) is { } incident
            ? Results.Text(IncidentJson.Write(incident), "application/json; charset=utf-8")
            : Unknown(id);

    /// <summary>The incident of an id in any letter case; null if there is none.</summary>
    public static async Task<Incident?> FindAsync(IIncidentStore store, string id, CancellationToken ct) =>
        IncidentId.TryParse(id, out var known) ? await store.ReadAsync(known, ct) : null;

    public static IResult Unknown(string id) => Problems.Of(404, $"There is no incident {(id.Length <= 40 ? id : "of this id")}.");
}
