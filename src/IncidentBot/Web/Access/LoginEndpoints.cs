using System.Globalization;
using System.Threading.RateLimiting;
using IncidentBot.Web.Api;
using IncidentBot.Web.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace IncidentBot.Web.Access;

/// <summary>The form that trades the key for a session.</summary>
internal static class LoginEndpoints
{
    private const string Limit = "login";
    private const int TriesPerMinute = 10;

    public static IServiceCollection AddLoginLimit(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(Limit, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = TriesPerMinute, Window = TimeSpan.FromMinutes(1) }));
        limiter.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return new ValueTask(Problems.WriteAsync(rejected.HttpContext, 429, "Too many tries; wait a minute."));
        };
    });

    public static void MapLogin(this IEndpointRouteBuilder routes, AccessKey key)
    {
        routes.MapMethods("/login", Problems.Reading, (HttpContext context, IAntiforgery antiforgery, string? to) =>
            LoginPage.Render(antiforgery.GetAndStoreTokens(context), LocalTarget(to), failed: false).AsPage())
            .ExcludeFromDescription();
        routes.MapPost("/login", (HttpContext context, IAntiforgery antiforgery) => SignInAsync(context, antiforgery, key))
            .RequireRateLimiting(Limit).ExcludeFromDescription();
        routes.MapPost("/logout", SignOutAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(HttpContext context, IAntiforgery antiforgery, AccessKey key)
    {
        if (await Forms.ReadAsync(context, antiforgery) is not { } form)
        {
            return Problems.For(context.Request, 400, Forms.Stale);
        }

        var target = LocalTarget(form["to"]);
        if (!key.Is(form["key"].ToString().Trim()))
        {
            return LoginPage.Render(antiforgery.GetAndStoreTokens(context), target, failed: true).AsPage(401);
        }

        await Sessions.BeginAsync(context, key);
        return Results.LocalRedirect(target);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (await Forms.ReadAsync(context, antiforgery) is null)
        {
            return Problems.For(context.Request, 400, Forms.Stale);
        }

        await context.SignOutAsync(Sessions.Scheme);
        return Results.LocalRedirect("/login");
    }

    /// <summary>Only a path of ours: the address bar's query must not send anybody elsewhere.</summary>
    private static string LocalTarget(string? to) =>
        to is ['/', not ('/' or '\\'), ..] && !to.Any(char.IsControl) && !to.StartsWith("/login", StringComparison.OrdinalIgnoreCase) ? to : "/";
}
