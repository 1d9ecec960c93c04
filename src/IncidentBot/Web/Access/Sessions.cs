using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace IncidentBot.Web.Access;

/// <summary>A browser's session: begun with the key, ended by idling, by age, by logout or by a new key.</summary>
internal static class Sessions
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    private const string KeyClaim = "key";
    private const string BeganItem = "began";
    private static readonly TimeSpan Idle = TimeSpan.FromHours(12);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static IServiceCollection AddSessions(this IServiceCollection services, AccessKey? key, bool isHttps)
    {
        services.AddAuthentication(Scheme).AddCookie(Scheme, cookie =>
        {
            cookie.Cookie.Name = isHttps ? "__Host-incidentbot" : "incidentbot";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.SecurePolicy = isHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = Idle;
            cookie.SlidingExpiration = true;
            cookie.Events.OnValidatePrincipal = context => ValidateAsync(context, key);
        });
        return services;
    }

    public static Task BeginAsync(HttpContext context, AccessKey key)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var properties = new AuthenticationProperties();
        properties.Items[BeganItem] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var identity = new ClaimsIdentity([new Claim(KeyClaim, key.Name)], Scheme);
        return context.SignInAsync(Scheme, new ClaimsPrincipal(identity), properties);
    }

    public static async Task<bool> IsCarriedByAsync(HttpContext context) => (await context.AuthenticateAsync(Scheme)).Succeeded;

    private static async Task ValidateAsync(CookieValidatePrincipalContext context, AccessKey? key)
    {
        var now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds();
        var began = context.Properties.Items.TryGetValue(BeganItem, out var text)
            && long.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
        if (now - began > Longest.TotalSeconds || context.Principal?.FindFirstValue(KeyClaim) != key?.Name)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
        }
    }
}
