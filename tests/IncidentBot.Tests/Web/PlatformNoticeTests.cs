using IncidentBot.Intake;
using IncidentBot.Tests.Fakes;
using IncidentBot.Tests.Fakes.Slack;
using IncidentBot.Tests.Storage;
using IncidentBot.Web.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.Tests.Web;

/// <summary>What the console says of the platforms.</summary>
public sealed class PlatformNoticeTests
{
    [Fact]
    public void It_says_since_when_and_what_is_wrong_and_nothing_in_it_is_markup()
    {
        var time = new ManualTime();
        var state = new PlatformState("Slack", time);
        var changes = 0;
        state.Changed += () => changes++;

        var good = Text(state);
        time.Advance(TimeSpan.FromHours(1));
        state.Note("no <b>way</b> in");
        time.Advance(TimeSpan.FromHours(1));
        state.Note("connecting");
        state.Note("connecting");
        var bad = Text(state);
        time.Advance(TimeSpan.FromHours(1));
        state.Note(null);

        Assert.StartsWith("<p class=\"connected\">✓ Slack is connected, since <time", good, StringComparison.Ordinal);
        Assert.Contains($"not connected, since <time datetime=\"{time.GetUtcNow().AddHours(-2):yyyy-MM-ddTHH:mm:ssZ}\"", bad, StringComparison.Ordinal);
        Assert.Contains("connecting. <code>incidentbot doctor</code> says what to do.", bad, StringComparison.Ordinal);
        Assert.Equal((3, time.GetUtcNow()), (changes, state.Now.Since));

        state.Note("no <b>way</b> in");
        Assert.Contains("no &lt;b&gt;way&lt;/b&gt; in", Text(state), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(ColorScheme.Light, 1280, 820)]
    [InlineData(ColorScheme.Dark, 360, 740)]
    public async Task An_open_page_shows_when_a_platform_goes_away_and_comes_back(ColorScheme colors, int width, int height)
    {
        await using var slack = await FakeSlack.StartAsync();
        using var folder = new TempFolder();
        await using var bot = await RunningBot.StartOnFileAsync(folder.Root, [.. slack.Settings]);
        await slack.SocketAsync(1);
        await Chromium.VisitAsync(
            new BrowserNewContextOptions { ViewportSize = new() { Width = width, Height = height }, ColorScheme = colors },
            async page =>
            {
                await page.GotoAsync(bot.Url.ToString());
                await Expect(page.Locator("#notice .connected")).ToContainTextAsync("✓ Slack is connected, since ");
                await page.PictureAsync($"platform-{width}");

                slack.RefusesUpgradeWith = 503;
                slack.Sockets[0].Drop();
                await Expect(page.Locator("#notice .away")).ToContainTextAsync("⚠ Slack is not connected, since ");
                await page.PictureAsync($"platform-{width}-away");

                slack.RefusesUpgradeWith = null;
                await Expect(page.Locator("#notice .connected")).ToContainTextAsync("✓ Slack is connected", new() { Timeout = 30_000 });
            });
    }

    private static string Text(PlatformState state) => PlatformNotice.Render([state]).ToString();
}
