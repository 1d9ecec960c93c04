using IncidentBot.Core.Commands;
using IncidentBot.Intake;
using IncidentBot.Storage.Rows;
using NodaTime;

namespace IncidentBot.Web.Api;

/// <summary><c>POST /api/commands</c>: a line as typed, to what is told about it.</summary>
internal static class CommandEndpoint
{
    private const string Source = "api";
    private const string Late = "late";
    private const string Spooled = "spooled";
    private const string NotRecorded = "notRecorded";
    private const string Unknown = "unknown";

    /// <summary>The outcomes that are no answer.</summary>
    public static readonly string[] Outcomes = [Late, Spooled, NotRecorded, Unknown];

    /// <summary>Programs wait longer than people; most give up after ten seconds or more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static void MapCommands(this IEndpointRouteBuilder api) => api
        .MapPost("/commands", HandleAsync)
        .WithName("sendCommand").WithSummary("Sends a command as it is typed in chat.")
        .WithDescription(
            "The answer may be shown at once: what it calls recorded is on disk. A repeated deliveryId gets the first answer, "
            + "byte for byte, and records nothing. 503 means that it is not in the timeline yet as far as is known: its outcome says late, spooled (it will be added by "
            + "itself), notRecorded or unknown, its detail the same for people, with the line where it is kept nowhere.")
        .Accepts<CommandBody>("application/json")
        .Produces<AnswerBody>()
        .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesValidationProblem(422)
        .Produces<UnconfirmedProblem>(503, "application/problem+json");

    private static async Task<IResult> HandleAsync(HttpContext context, CommandIntake intake, TimeProvider time)
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
                ? await AnswerAsync(context, intake, request)
                : Problems.Of(422, $"Wrong: {string.Join(", ", reader.Errors.Select(e => $"{e.Key} {e.Value[0]}"))}.", reader.Errors);
        }
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, CommandIntake intake, CommandRequest request)
    {
        // Once it was read whole it is recorded, even if its sender hangs up: somebody typed it.
        var outcome = await intake.TakeAsync(request, Patience, confirmsLater: false);
        if (outcome is Outcome.Answered { Answer: var answer })
        {
            return Results.Json(AnswerBody.Of(answer));
        }

        context.Response.Headers.RetryAfter = Problems.RetryAfter;
        return Problems.Of(503, outcome.Text, ("outcome", Word(outcome)));
    }

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Late => Late,
        Outcome.Spooled => Spooled,
        Outcome.NotRecorded => NotRecorded,
        Outcome.Unknown => Unknown,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
