using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.Tests.Web;

public sealed class ConsolePageTests
{
    private static readonly string[] Story =
    [
        "/detected 55m ago checkout returns 500s",
        "/note 52m ago errors began right after the deploy of the evening",
        "/dead-end 50m ago suspected the cache; flushing it changed nothing",
        "/escalate 40m ago paged the database team",
        "/identified 20m ago the deploy dropped an index on orders",
        "/fix 12m ago rebuilt the index",
        "/incident set severity SEV2",
        "/note 10m ago a typo",
        "/incident undo",
        "/incident amend 2 errors began right after deploy 418",
        "/resolved 3m ago error rate is normal again",
        "/impact 30% of checkouts failed",
        "/root-cause a migration dropped the index that checkout needs",
        "/task [Monitoring] alert on missing indexes @kim by 2026-12-01",
    ];

    [SkippableTheory]
    [InlineData(ColorScheme.Light, 1280, 820)]
    [InlineData(ColorScheme.Dark, 1280, 820)]
    [InlineData(ColorScheme.Light, 360, 740)]
    public async Task An_incident_is_typed_watched_closed_and_downloaded(ColorScheme colors, int width, int height)
    {
        await using var bot = await RunningBot.StartAsync();
        var look = $"{colors}-{width}".ToLowerInvariant();
        var options = new BrowserNewContextOptions
        {
            ViewportSize = new() { Width = width, Height = height }, ColorScheme = colors, TimezoneId = "Europe/Madrid", Locale = "en-GB",
        };
        await Chromium.VisitAsync(options, async page =>
        {
            await page.GotoAsync(bot.Url.ToString());
            await page.PictureAsync($"{look}-1-empty", width < 500);
            await page.GetByLabel("Your name").FillAsync("Ana");
            for (var i = 0; i < Story.Length; i++)
            {
                await TypeAsync(page, Story[i]);
                if (i == 5)
                {
                    await page.PictureAsync($"{look}-2-middle", width < 500);
                }
            }

            await Expect(page.Locator("#panel .entries .entry")).ToHaveCountAsync(11);
            await Expect(page.Locator("#panel svg.ib-timeline")).ToBeVisibleAsync();
            await Expect(page.Locator("#panel h1")).ToHaveTextAsync("checkout returns 500s");
            await Expect(page.Locator(".entry.withdrawn")).ToContainTextAsync("a typo");
            await Expect(page.Locator("#panel .state")).ToHaveTextAsync("resolved");
            await page.PictureAsync($"{look}-3-resolved", width < 500);

            await TypeAsync(page, "/incident close");
            await Expect(page.Locator(".preview")).ToContainTextAsync("Issue Summary");
            await page.PictureAsync($"{look}-4-closed", width < 500);
            await page.GetByLabel("Layout").SelectOptionAsync("bold-markdown");
            await Expect(page.Locator(".preview")).ToContainTextAsync("**");
            var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Text", Exact = true }).ClickAsync());
            var draft = await File.ReadAllTextAsync(await download.PathAsync());

            Assert.Equal("inc-1.md", download.SuggestedFilename);
            Assert.Contains("suspected the cache", draft, StringComparison.Ordinal);
            Assert.DoesNotContain("a typo", draft, StringComparison.Ordinal);
        });
    }

    private static async Task TypeAsync(IPage page, string line)
    {
        var input = page.GetByRole(AriaRole.Combobox, new() { Name = "Command" });
        var answers = await page.Locator("#log .bot").CountAsync();
        await input.FillAsync(line);
        await input.PressAsync("Enter");
        await Expect(page.Locator("#log .bot")).ToHaveCountAsync(answers + 1);
        await Expect(input).ToHaveValueAsync("");
        await Expect(input).ToBeFocusedAsync();
    }
}
