using Microsoft.Playwright;

namespace IncidentBot.Tests.Web;

/// <summary>The operating system's Chromium, driven by Playwright; a test that finds none is skipped.</summary>
internal static class Chromium
{
    private static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>What the browser does with one page; anything it complains about fails the test.</summary>
    /// <param name="expected">A part of a complaint that is meant to come.</param>
    public static async Task VisitAsync(BrowserNewContextOptions options, Func<IPage, Task> visit, string? expected = null)
    {
        var chromium = Needs.Program("chromium");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Switches });
        await using var context = await browser.NewContextAsync(options);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && (expected is null || !message.Text.Contains(expected, StringComparison.Ordinal)))
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        await visit(page);
        Assert.Empty(complaints);
    }

    /// <summary>Keeps a picture for a person to look at, if a folder for them is named.</summary>
    public static async Task PictureAsync(this IPage page, string name, bool full = false)
    {
        if (Environment.GetEnvironmentVariable("INCIDENTBOT_PICTURES") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = full });
        }
    }
}
