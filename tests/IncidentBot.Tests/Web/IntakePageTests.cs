using IncidentBot.Intake;
using IncidentBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.Tests.Web;

/// <summary>What somebody at the console sees while the store fails, with script and without.</summary>
public sealed class IntakePageTests
{
    [SkippableTheory]
    [InlineData(ColorScheme.Light, 1280, 820)]
    [InlineData(ColorScheme.Dark, 360, 740)]
    public async Task An_outage_is_seen_and_so_is_its_end(ColorScheme colors, int width, int height)
    {
        var store = new ScriptedStore();
        await using var bot = await RunningBot.StartAsync(store, []);
        var options = new BrowserNewContextOptions { ViewportSize = new() { Width = width, Height = height }, ColorScheme = colors };
        await Chromium.VisitAsync(
            options,
            async page =>
            {
                await page.GotoAsync(bot.Url.ToString());
                await SendAsync(page, "/detected 5m ago checkout returns 500s");
                await Expect(page.Locator("#panel .entry")).ToHaveCountAsync(1);
                await Expect(page.Locator("#notice")).ToBeHiddenAsync();
                store.Fault = Fault.Refuses;
                store.CannotBeRead = true;

                await SendAsync(page, "/note errors began after deploy 418");
                await Expect(page.Locator("#log .spooled")).ToContainTextAsync("Saved to the emergency file, not in the timeline yet");
                await Expect(page.Locator("#text")).ToHaveValueAsync("");
                await SendAsync(page, "/incident hepl");
                await Expect(page.Locator("#log .bot").Last).ToContainTextAsync("That is no command I know");
                await SendAsync(page, "/incident amend 9 never was");
                await Expect(page.Locator("#notice")).ToContainTextAsync("⚠ 2 commands in the emergency file, not in the timeline yet");
                await page.PictureAsync($"outage-{width}", full: width < 500);
                await page.ReloadAsync();
                await Expect(page.Locator("#panel")).ToContainTextAsync("The timeline cannot be read now");
                await page.PictureAsync($"outage-{width}-reloaded", full: width < 500);

                store.CannotBeRead = false;
                store.Fault = Fault.None;
                await Expect(page.Locator("#notice")).ToContainTextAsync("✓ 1 command added from the emergency file", new() { Timeout = 20_000 });
                await Expect(page.Locator("#notice")).ToContainTextAsync("1 command from the emergency file could not be added");
                await Expect(page.Locator("#panel .entry")).ToHaveCountAsync(2);
                await page.Locator("#notice summary").ClickAsync();
                await Expect(page.Locator("#notice li")).ToContainTextAsync("/incident amend 9 never was");
                await page.PictureAsync($"outage-{width}-over", full: width < 500);
            },
            expected: "503");
    }

    [SkippableFact]
    public async Task With_script_a_late_line_says_so_and_ends_in_its_answer()
    {
        var store = new ScriptedStore { Fault = Fault.Hangs };
        await using var bot = await RunningBot.StartAsync(store, []);
        await Chromium.VisitAsync(new BrowserNewContextOptions(), async page =>
        {
            await page.Clock.InstallAsync();
            await page.GotoAsync(bot.Url.ToString());
            await SendAsync(page, "/detected slow");
            await page.Clock.RunForAsync(2500);
            await Expect(page.Locator("#waiting")).ToHaveTextAsync(IntakeTexts.Waiting);
            await Expect(page.Locator("#text")).ToHaveValueAsync("/detected slow");

            store.Hanging.SetResult();
            await Expect(page.Locator("#log .bot").Last).ToContainTextAsync("INC-1 #1 detected");
            await Expect(page.Locator("#waiting")).ToHaveTextAsync("");
            await Expect(page.Locator("#text")).ToHaveValueAsync("");
        });
    }

    [SkippableFact]
    public async Task Without_script_a_late_line_shows_its_end_on_the_page()
    {
        var (store, time) = (new ScriptedStore { Fault = Fault.Hangs }, new ManualTime());
        await using var bot = await RunningBot.StartAsync(store, [], services => services.AddSingleton<TimeProvider>(time));
        await VisitWithoutScriptAsync(bot, async page =>
        {
            await page.Locator("#text").FillAsync("/detected slow");
            var sending = page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
            await time.TimersAsync(1);
            time.Advance(CommandIntake.Patience);
            await sending;
            await Expect(page.Locator("#answer")).ToContainTextAsync(IntakeTexts.Waiting);
            await page.PictureAsync("late");

            store.Fault = Fault.None;
            store.Hanging.SetResult();
            // Behind it in the same store, and announced to every page.
            await bot.TypeAsync("/detected elsewhere", channel: "C2");
            await page.GetByRole(AriaRole.Link, new() { Name = "Look again" }).ClickAsync();
            await Expect(page.Locator("#answer")).ToContainTextAsync("INC-1 #1 detected");
            await Expect(page.Locator("#panel .entry")).ToHaveCountAsync(1);
        });
    }

    [SkippableFact]
    public async Task Without_script_every_level_is_said_in_the_conversation()
    {
        var store = new ScriptedStore { Fault = Fault.Refuses };
        await using var bot = await RunningBot.StartAsync(store, []);
        await VisitWithoutScriptAsync(bot, async page =>
        {
            await SendAsync(page, "/detected slow");
            await Expect(page.Locator("#answer")).ToContainTextAsync("Saved to the emergency file, not in the timeline yet");
            await Expect(page.Locator("#text")).ToHaveValueAsync("");
            await Expect(page.Locator("#notice")).ToContainTextAsync("1 command in the emergency file");
        });
    }

    [SkippableTheory]
    [InlineData(nameof(Fault.Refuses), "❌ NOT recorded. Copy this somewhere safe:")]
    [InlineData(nameof(Fault.LosesAnswer), "❓ Could not confirm. Send it again; it will appear only once.")]
    public async Task Without_script_a_line_that_is_given_back_and_sent_again_appears_once(string fault, string verdict)
    {
        var store = new ScriptedStore { Fault = Enum.Parse<Fault>(fault) };
        await using var bot = await RunningBot.StartAsync(store, [RunningBot.WithoutSpool]);
        await VisitWithoutScriptAsync(bot, async page =>
        {
            await SendAsync(page, "/detected slow");
            await Expect(page.Locator("#answer")).ToContainTextAsync(verdict);
            await Expect(page.Locator("#answer code.block")).ToContainTextAsync("/detected slow");
            await Expect(page.Locator("#text")).ToHaveValueAsync("/detected slow");
            await page.PictureAsync($"given-back-{fault}");

            store.Fault = Fault.None;
            await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
            await Expect(page.Locator("#answer")).ToContainTextAsync("INC-1 #1 detected");
            await Expect(page.Locator("#panel .entry")).ToHaveCountAsync(1);
        });
    }

    private static Task VisitWithoutScriptAsync(RunningBot bot, Func<IPage, Task> visit) => Chromium.VisitAsync(
        new BrowserNewContextOptions { JavaScriptEnabled = false },
        async page =>
        {
            await page.GotoAsync(bot.Url.ToString());
            await visit(page);
        });

    private static async Task SendAsync(IPage page, string line)
    {
        await Expect(page.Locator("#text")).ToBeEditableAsync();
        await page.Locator("#text").FillAsync(line);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
    }
}
