using System.Diagnostics;
using IncidentBot.Core.Incidents;
using IncidentBot.Web.Pages;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace IncidentBot.Web.Api;

/// <summary>Errors: problem details (RFC 9457) for programs, a page for a person who opened an address.</summary>
internal static class Problems
{
    /// <summary>Seconds after which storage may be asked again.</summary>
    public const string RetryAfter = "5";

    private const string ContentType = "application/problem+json";

    /// <summary>The methods that only read.</summary>
    public static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <param name="errors">What is wrong with which field.</param>
    public static IResult Of(int status, string detail, IReadOnlyDictionary<string, string[]> errors) =>
        Of(status, detail, ("errors", errors));

    /// <param name="more">Further members, for programs.</param>
    public static IResult Of(int status, string detail, params (string Name, object Value)[] more)
    {
        var problem = new ProblemDetails { Type = "about:blank", Title = Title(status), Status = status, Detail = detail };
        foreach (var (name, value) in more)
        {
            problem.Extensions[name] = value;
        }

        return Results.Json(problem, contentType: ContentType, statusCode: status);
    }

    /// <summary>The same for whoever may sit in front of a browser.</summary>
    public static IResult For(HttpRequest request, int status, string detail) =>
        WantsPage(request) ? ErrorPage.Render(status, Title(status), detail).AsPage(status) : Of(status, detail);

    public static Task WriteAsync(HttpContext context, int status, string detail) =>
        For(context.Request, status, detail).ExecuteAsync(context);

    /// <summary>Gives the statuses that carry no body, such as a 404 of the router, one.</summary>
    public static Task WriteStatusAsync(StatusCodeContext status) =>
        WriteAsync(status.HttpContext, status.HttpContext.Response.StatusCode, Detail(status.HttpContext));

    /// <summary>Nothing of the exception is told: it may hold paths, SQL or what somebody typed.</summary>
    public static Task WriteExceptionAsync(HttpContext context)
    {
        var exception = context.Features.Get<IExceptionHandlerFeature>()!.Error;
        if (exception is StorageException)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
        }

        return exception switch
        {
            BadHttpRequestException bad => WriteAsync(context, bad.StatusCode, "The request could not be read."),
            StorageException => WriteAsync(context, 503, "The storage does not answer. Try again in a moment."),
            _ => WriteAsync(context, 500, $"Something went wrong here. The log has more under {Activity.Current?.Id ?? context.TraceIdentifier}."),
        };
    }

    /// <summary>Whether a person reads the answer in a browser.</summary>
    public static bool WantsPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/openapi");

    private static string Detail(HttpContext context) => context.Response.StatusCode switch
    {
        404 => "There is nothing at this address.",
        405 => $"This address understands {context.Response.Headers.Allow}.",
        415 => "Send the body as application/json.",
        _ => "The request was refused.",
    };

    private static string Title(int status) => ReasonPhrases.GetReasonPhrase(status);
}
