using System.Globalization;
using IncidentBot.Core.Markup;
using IncidentBot.Intake;

namespace IncidentBot.Web.Pages;

/// <summary>What the console's header says about each platform that is switched on.</summary>
internal static class PlatformNotice
{
    public static Html Render(IEnumerable<PlatformState> platforms) => Html.Format($"{platforms.Select(platform => Line(platform.Name, platform.Now))}");

    private static Html Line(string name, PlatformState.Reading now) => now.Problem is { } problem
        ? Html.Format(
            $"""
            <p class="away">⚠ {name} is not connected, since {Time(now.Since)}: {problem}. <code>incidentbot doctor</code> says what to do.
            Until then lines can be typed here.</p>
            """)
        : Html.Format($"<p class=\"connected\">✓ {name} is connected, since {Time(now.Since)}</p>");

    private static Html Time(DateTimeOffset at) => Html.Format(
        $"<time datetime=\"{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\">{at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC</time>");
}
