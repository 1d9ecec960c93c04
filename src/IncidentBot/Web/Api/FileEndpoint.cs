using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rooms;

namespace IncidentBot.Web.Api;

/// <summary>
/// <c>GET /api/incidents/{id}/files/{number}/{name}</c>: a file that hung on a captured message. What it really is nobody
/// knows, so it is always to be saved, never shown.
/// </summary>
internal static class FileEndpoint
{
    private const string Unknown = "application/octet-stream";

    /// <summary>Even if a browser showed it: it may do nothing, and load nothing.</summary>
    private const string Policy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    /// <summary>Types in which no browser runs anything; all others are sent as bytes.</summary>
    private static readonly string[] Harmless = ["image/png", "image/jpeg", "image/gif", "image/webp", "text/plain", "text/csv", "application/json"];

    public static void MapFiles(this IEndpointRouteBuilder api) => api
        .MapMethods("/incidents/{id}/files/{number}/{name}", Problems.Reading, ReadAsync)
        .WithName("readFile").WithSummary("A file that hung on a captured message, to be saved.")
        .Produces(200, contentType: Unknown).ProducesProblem(404).ProducesProblem(503);

    private static async Task<IResult> ReadAsync(
        HttpContext context, IIncidentStore store, IRoomStore rooms, string id, string number, CancellationToken ct)
    {
        if (await IncidentEndpoints.FindAsync(store, id, ct) is not { } incident)
        {
            return IncidentEndpoints.Unknown(id);
        }

        if (!Core.Commands.EntryNumber.TryRead(number, out var at) || incident.FindFile(at) is not { Digest: not null } file
            || await rooms.ReadFileAsync(incident.Id, at, ct) is not { } bytes)
        {
            return Problems.Of(404, "There is no such file, or its words were redacted.");
        }

        context.Response.Headers.ContentSecurityPolicy = Policy;
        var type = Harmless.FirstOrDefault(t => file.ContentType.Split(';')[0].Trim().Equals(t, StringComparison.OrdinalIgnoreCase)) ?? Unknown;
        return Results.File(bytes, type == "text/plain" ? "text/plain; charset=utf-8" : type, file.Name);
    }
}
