using System.Net;
using IncidentBot.Tests.Storage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.Tests.Web;

public sealed class SearchTests
{
    [Fact]
    public async Task The_api_finds_entries_and_titles()
    {
        await using var bot = await RunningBot.StartAsync();
        await bot.TypeAsync("/detected 09:00 disk full on db-3");
        await bot.TypeAsync("/impact the disk of all customers");

        var page = await bot.GetJsonAsync("/api/search?q=DISK&limit=2");

        Assert.Equal(["items", "total", "searched", "incidents"], page.EnumerateObject().Select(p => p.Name));
        Assert.Equal((3, 1, 1), (page.GetProperty("total").GetInt32(), page.GetProperty("searched").GetInt32(), page.GetProperty("incidents").GetInt32()));
        var items = page.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            [("INC-1", 2, "impact", "the disk of all customers"), ("INC-1", 1, "detected", "disk full on db-3")],
            items.Select(i => (
                i.GetProperty("incident").GetString(), i.GetProperty("entry").GetInt32(), i.GetProperty("kind").GetString(), i.GetProperty("text").GetString())));
        Assert.Equal(
            ["incident", "title", "entry", "kind", "text", "occurredAt", "endsAt", "zone"], items[0].EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?q=")]
    [InlineData("?q=%2A%22")]
    [InlineData("?q=a+b+c+d+e+f+g+h+i+j+k")]
    [InlineData("?q=disk&limit=0")]
    [InlineData("?q=disk&limit=201")]
    [InlineData("?q=disk&limit=x")]
    public async Task A_malformed_search_is_refused(string query)
    {
        await using var bot = await RunningBot.StartAsync();

        await RunningBot.ProblemAsync(await bot.GetAsync("/api/search" + query), 400);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?q=%2A")]
    [InlineData("?q=%3Cscript%3E+%22onload%3D1")]
    [InlineData("?q=%F0%9F%98%80%00")]
    public async Task The_page_shows_whatever_is_asked(string query)
    {
        await using var bot = await RunningBot.StartAsync();
        await bot.TypeAsync("/detected <script>alert(1)</script> \"onload=1");

        var response = await bot.GetAsync("/find" + query);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("<script>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Without script, over the real store, from the console to the entry, which is on an earlier page of its incident.</summary>
    [SkippableTheory]
    [InlineData(ColorScheme.Light, 1280, 820)]
    [InlineData(ColorScheme.Dark, 360, 740)]
    public async Task Words_are_typed_into_the_bar_and_lead_to_the_entry(ColorScheme colors, int width, int height)
    {
        using var folder = new TempFolder();
        await using var store = Storage.Sqlite.Open(folder.File());
        await using var bot = await RunningBot.StartAsync(store, []);
        await bot.TypeAsync("/detected checkout returns 500s", channel: "console");
        await bot.TypeAsync("/dead-end suspected the cache of España; flushing it changed nothing", channel: "console");
        foreach (var n in Enumerable.Range(1, 120))
        {
            await bot.TypeAsync($"/note step {n}", channel: "console");
        }

        await bot.TypeAsync("/detected search is slow since the deploy", channel: "C2");
        await bot.TypeAsync("/identified the cache was cold after the deploy", channel: "C2");

        var options = new BrowserNewContextOptions
        {
            JavaScriptEnabled = false,
            ColorScheme = colors,
            ViewportSize = new() { Width = width, Height = height },
        };
        await Chromium.VisitAsync(options, async page =>
        {
            await page.GotoAsync(bot.Url.ToString());
            await page.PictureAsync($"find-{width}-console");
            await page.GetByLabel("Find in all incidents").FillAsync("cache");
            await page.GetByLabel("Find in all incidents").PressAsync("Enter");
            await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("2 matches for cache.");
            await Expect(page.Locator("mark")).ToHaveTextAsync(["cache", "cache"]);
            await page.PictureAsync($"find-{width}-found");

            await page.GetByLabel("Words").FillAsync("espana");
            await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "#2" }).ClickAsync();

            await Expect(page.Locator("#entry-2")).ToBeInViewportAsync();
            await page.PictureAsync($"find-{width}-entry");
        });
    }
}
