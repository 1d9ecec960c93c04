using Microsoft.AspNetCore.Mvc;

namespace IncidentBot.Web.Api;

/// <summary>The problem details of a command that is not in the timeline, as far as is known; only described, never made.</summary>
internal abstract class UnconfirmedProblem : ProblemDetails
{
    public required string Outcome { get; init; }
}
