using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;
using NodaTime;

namespace IncidentBot.Web.Api;

/// <summary><c>POST /api/commands</c>: a line as typed, to what is told about it.</summary>
internal static class CommandEndpoint
{
    private const string Source = "api";

    public static void MapCommands(this IEndpointRouteBuilder api) => api
        .MapPost("/commands", HandleAsync)
        .WithName("sendCommand").WithSummary("Sends a command as it is typed in chat.")
        .WithDescription(
            "The answer may be shown at once: what it calls recorded is on disk. A repeated deliveryId gets the first answer, "
            + "byte for byte, and records nothing. 503 means that storage could not confirm; its detail gives the line back.")
        .Accepts<CommandBody>("application/json")
        .Produces<AnswerBody>()
        .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesValidationProblem(422).ProducesProblem(503);

    private static async Task<IResult> HandleAsync(HttpContext context, CommandHandler commands, TimeProvider time)
    {
        var (document, problem) = await JsonBody.ReadAsync(context.Request);
        if (document is null)
        {
            return problem!;
        }

        using (document)
        {
            var now = Instant.FromDateTimeOffset(time.GetUtcNow()).AsStored();
            var reader = new CommandBodyReader(document.RootElement, now);
            return reader.Read(Source) is { } request
                ? await AnswerAsync(context, commands, request)
                : Problems.Of(422, $"Wrong: {string.Join(", ", reader.Errors.Select(e => $"{e.Key} {e.Value[0]}"))}.", reader.Errors);
        }
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, CommandHandler commands, CommandRequest request)
    {
        try
        {
            // Once it was read whole it is recorded, even if its sender hangs up: somebody typed it.
            return Results.Json(AnswerBody.Of(await commands.HandleAsync(request, CancellationToken.None)));
        }
        catch (StorageException e)
        {
            context.Response.Headers.RetryAfter = NotSaved.RetryAfter;
            return Problems.Of(503, NotSaved.Text(request, e));
        }
    }
}
