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
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = colors,
            TimezoneId = "Europe/Madrid",
            Locale = "en-GB",
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
            var isEndInView = await page.Locator("figure.picture").EvaluateAsync<bool>(
                "figure => figure.firstElementChild.getBoundingClientRect().right <= figure.getBoundingClientRect().right + 1");
            Assert.True(isEndInView);

            await TypeAsync(page, "/incident close");
            await Expect(page.Locator(".preview")).ToContainTextAsync("Issue Summary");
            await page.PictureAsync($"{look}-4-closed", width < 500);
            await page.GetByLabel("Layout").SelectOptionAsync("bold-markdown");
            await Expect(page.Locator(".preview")).ToContainTextAsync("**");
            var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Markdown", Exact = true }).ClickAsync());
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

    [SkippableFact]
    public async Task Without_script_an_incident_can_be_typed_and_read()
    {
        await using var bot = await RunningBot.StartAsync();
        await Chromium.VisitAsync(new BrowserNewContextOptions { JavaScriptEnabled = false }, async page =>
        {
            await page.GotoAsync(bot.Url.ToString());
            await page.GetByRole(AriaRole.Link, new() { Name = "/detected 25m ago" }).ClickAsync();
            await Expect(page.GetByLabel("Command", new() { Exact = true })).ToHaveValueAsync("/detected 25m ago checkout returns 500s");
            await page.GetByLabel("Your name").FillAsync("Ana");
            await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
            await Expect(page.Locator("#answer")).ToContainTextAsync("INC-1 #1 detected");
            await Expect(page.Locator("#log .me")).ToHaveCountAsync(1);
            await Expect(page.GetByLabel("Your name")).ToHaveValueAsync("Ana");
            await Expect(page.Locator("#panel .entry")).ToContainTextAsync("checkout returns 500s");

            await page.ReloadAsync();
            await Expect(page.Locator("#panel .entry")).ToHaveCountAsync(1);
            await page.GetByLabel("Command", new() { Exact = true }).FillAsync("/incident close");
            await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
            await page.GetByLabel("Layout").SelectOptionAsync("bold-markdown");
            await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
            await Expect(page.Locator(".preview")).ToContainTextAsync("**");

            await page.GetByRole(AriaRole.Link, new() { Name = "Incidents" }).ClickAsync();
            await page.PictureAsync("list");
            await page.GetByRole(AriaRole.Link, new() { Name = "INC-1" }).ClickAsync();
            await Expect(page.Locator("h1")).ToHaveTextAsync("checkout returns 500s");
            await page.PictureAsync("incident", full: true);
        });
    }

    [SkippableFact]
    public async Task The_keyboard_is_enough()
    {
        await using var bot = await RunningBot.StartAsync();
        await Chromium.VisitAsync(new BrowserNewContextOptions(), async page =>
        {
            await page.GotoAsync(bot.Url.ToString());
            var input = page.GetByRole(AriaRole.Combobox, new() { Name = "Command" });
            await Expect(input).ToBeFocusedAsync();
            await page.Keyboard.TypeAsync("/de");
            await Expect(page.GetByRole(AriaRole.Listbox)).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("ArrowDown");
            await page.PictureAsync("verbs");
            await page.Keyboard.PressAsync("Enter");
            await Expect(input).ToHaveValueAsync("/detected ");
            await page.Keyboard.TypeAsync("<img src=x onerror=alert(1)> it broke");
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator("#panel .entry .text")).ToHaveTextAsync("<img src=x onerror=alert(1)> it broke");
            await Expect(input).ToHaveValueAsync("");

            await page.Keyboard.PressAsync("ArrowUp");
            await Expect(input).ToHaveValueAsync("/detected <img src=x onerror=alert(1)> it broke");
            await page.Keyboard.PressAsync("ArrowDown");
            await Expect(input).ToHaveValueAsync("");
            await page.Keyboard.PressAsync("Tab");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Send" })).ToBeFocusedAsync();
        });
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refused_line_comes_back_to_be_mended(bool script)
    {
        await using var bot = await RunningBot.StartAsync();
        await Chromium.VisitAsync(new BrowserNewContextOptions { JavaScriptEnabled = script }, async page =>
        {
            await page.GotoAsync(bot.Url.ToString());
            var input = page.Locator("#text");
            await SendAsync("/note 10:00 nothing is open");
            await Expect(page.Locator("#log")).ToContainTextAsync("No incident is open here");
            await Expect(input).ToHaveValueAsync("/note 10:00 nothing is open");

            await SendAsync("/detetced slow");
            await Expect(page.Locator("#log")).ToContainTextAsync("/detetced slow");
            await Expect(input).ToHaveValueAsync("/detetced slow");

            await SendAsync("/incident help");
            await Expect(input).ToHaveValueAsync("");
            await SendAsync("/detected slow");
            await Expect(input).ToHaveValueAsync("");
            await Expect(page.Locator("#panel .entry")).ToHaveCountAsync(1);

            async Task SendAsync(string line)
            {
                await Expect(input).ToBeEditableAsync();
                await input.FillAsync(line);
                await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
            }
        });
    }

    [SkippableFact]
    public async Task What_is_half_typed_outlives_a_reload()
    {
        await using var bot = await RunningBot.StartAsync();
        await Chromium.VisitAsync(new BrowserNewContextOptions(), async page =>
        {
            await page.GotoAsync(bot.Url.ToString());
            var input = page.GetByRole(AriaRole.Combobox, new() { Name = "Command" });
            await input.FillAsync("/detected the ch");
            await page.ReloadAsync();
            await Expect(input).ToHaveValueAsync("/detected the ch");

            await input.PressAsync("Enter");
            await Expect(page.Locator("#panel .entry")).ToHaveCountAsync(1);
            await Expect(input).ToHaveValueAsync("");
            await page.ReloadAsync();
            await Expect(input).ToHaveValueAsync("");
        });
    }

    [SkippableFact]
    public async Task A_line_whose_answer_was_lost_is_sent_again_and_lands_once()
    {
        await using var bot = await RunningBot.StartAsync();
        var tries = 0;
        await Chromium.VisitAsync(
            new BrowserNewContextOptions(),
            async page =>
            {
                await page.RouteAsync("**/api/commands", async route =>
                {
                    if (tries++ == 0)
                    {
                        await route.FetchAsync();
                        await route.AbortAsync();
                    }
                    else
                    {
                        await route.ContinueAsync();
                    }
                });
                await page.GotoAsync(bot.Url.ToString());
                var input = page.GetByRole(AriaRole.Combobox, new() { Name = "Command" });
                await input.FillAsync("/detected slow");
                await input.PressAsync("Enter");
                await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Not saved yet");
                await Expect(input).ToHaveValueAsync("/detected slow");
                await Expect(page.Locator("#panel .entry")).ToHaveCountAsync(1);
                await Expect(input).ToHaveValueAsync("");
            },
            expected: "net::ERR_FAILED");

        Assert.Equal(2, tries);
        Assert.Equal(1, (await bot.GetJsonAsync("/api/incidents/INC-1")).GetProperty("entries").GetArrayLength());
    }

    [SkippableFact]
    public async Task An_unsaved_line_is_given_back_as_a_block_and_stays_in_the_input()
    {
        await using var bot = await RunningBot.StartAsync();
        const string Detail = "❌ NOT recorded. Copy this somewhere safe:\n\n```\n2026-01-02T03:04:05Z · Ana\n/note a `b` c\n```\n\nSending it again is safe.";
        await Chromium.VisitAsync(
            new BrowserNewContextOptions(),
            async page =>
            {
                await page.RouteAsync("**/api/commands", route => route.FulfillAsync(new()
                {
                    Status = 500,
                    ContentType = "application/problem+json",
                    Body = System.Text.Json.JsonSerializer.Serialize(new { detail = Detail }),
                }));
                await page.GotoAsync(bot.Url.ToString());
                var input = page.GetByRole(AriaRole.Combobox, new() { Name = "Command" });
                await input.FillAsync("/note a `b` c");
                await input.PressAsync("Enter");
                await Expect(page.Locator("#log .failed code.block")).ToHaveTextAsync("2026-01-02T03:04:05Z · Ana\n/note a `b` c");
                await Expect(page.Locator("#log .failed")).ToContainTextAsync("Sending it again is safe.");
                await Expect(input).ToHaveValueAsync("/note a `b` c");
            },
            expected: "500");
    }

    [SkippableFact]
    public async Task What_others_record_appears_by_itself()
    {
        await using var bot = await RunningBot.StartAsync();
        await Chromium.VisitAsync(new BrowserNewContextOptions(), async page =>
        {
            await page.GotoAsync(new Uri(bot.Url, "/?channel=C1").ToString());
            await Expect(page.Locator("#panel h1")).ToHaveTextAsync("No incident here yet");

            await bot.TypeAsync("/detected pages are slow");
            await Expect(page.Locator("#panel h1")).ToHaveTextAsync("pages are slow");

            await bot.TypeAsync("/note the pool is exhausted");
            await Expect(page.Locator("#panel .entry")).ToHaveCountAsync(2);
            await Expect(page.Locator("#log .me")).ToHaveTextAsync(["Ana/detected pages are slow", "Ana/note the pool is exhausted"]);
            await Expect(page.Locator("#log .bot").Last).ToContainTextAsync("✓ INC-1 #2 note · recorded now");

            // One's own line is said once, by its answer; after a reload all of it is there again.
            await TypeAsync(page, "/fix 5m ago raised the limit");
            await bot.TypeAsync("/task [Pool] alert on it");
            await Expect(page.Locator("#log .me")).ToHaveCountAsync(4);
            await page.ReloadAsync();
            await Expect(page.Locator("#log .me")).ToHaveCountAsync(4);
            await Expect(page.Locator("#log .bot").Nth(2)).ToContainTextAsync("5 min ago · raised the limit");
            await Expect(page.Locator("#log .bot").Nth(3)).ToHaveTextAsync("✓ INC-1 #4 task · recorded · [Pool] alert on it");

            // What is erased anywhere disappears from every tab.
            await TypeAsync(page, "/note the password is hunter2");
            await Expect(page.Locator("#log")).ToContainTextAsync("hunter2");
            await bot.TypeAsync("/incident redact 5");
            await Expect(page.Locator("body")).Not.ToContainTextAsync("hunter2");
            await Expect(page.Locator("#log .me")).ToHaveCountAsync(5);
        });
    }
}
