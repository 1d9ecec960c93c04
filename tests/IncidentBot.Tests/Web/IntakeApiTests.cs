using System.Net;
using System.Text.Json;
using IncidentBot.Intake;
using IncidentBot.Storage.Spool;
using IncidentBot.Tests.Fakes;
using IncidentBot.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.Web;

/// <summary>The whole host over a store that fails as the test says.</summary>
public sealed class IntakeApiTests
{
    [Fact]
    public async Task What_was_sent_during_an_outage_is_added_after_it_once_and_in_order()
    {
        var store = new ScriptedStore();
        await using var bot = await RunningBot.StartAsync(store, []);
        await bot.TypeAsync("/detected slow");
        store.Fault = Fault.Refuses;

        var spooled = await FailAsync(bot, "spooled", "/note one", "d1");
        Assert.StartsWith("⚠ Saved to the emergency file, not in the timeline yet.", spooled, StringComparison.Ordinal);
        Assert.Equal(spooled, await FailAsync(bot, "spooled", "/note one", "d1"));
        await FailAsync(bot, "spooled", "/note two", null);
        await FailAsync(bot, "spooled", "/incident undo", null);
        Assert.Equal("3 in the emergency file, not in the timeline yet", await ReadinessAsync(bot, 503));
        Assert.Contains("⚠ 3 commands in the emergency file, not in the timeline yet", await PageAsync(bot), StringComparison.Ordinal);

        store.Fault = Fault.None;
        var repeat = await bot.TypeAsync("/note one", "d1");
        await bot.TypeAsync("/note three");

        Assert.Equal((true, 2), (repeat.GetProperty("recorded").GetBoolean(), repeat.GetProperty("entry").GetInt32()));
        var entries = (await bot.GetJsonAsync("/api/incidents/INC-1")).GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal(["slow", "one", "two", "three"], entries.Select(e => e.GetProperty("text").GetString()));
        Assert.Equal([false, false, true, false], entries.Select(e => e.GetProperty("withdrawn").GetBoolean()));
        Assert.Equal("ready", await ReadinessAsync(bot, 200));
        Assert.Contains("✓ 3 commands added from the emergency file", await PageAsync(bot), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_the_emergency_file_outlives_a_restart()
    {
        using var folder = new TempFolder();
        var (store, setting) = (new ScriptedStore(), ("Storage:SpoolPath", folder.Root));
        store.Fault = Fault.LosesAnswer;
        await using (var first = await RunningBot.StartAsync(store, [setting]))
        {
            await FailAsync(first, "spooled", "/detected slow", "d1");
            await FailAsync(first, "spooled", "/note one", null);
        }

        store.Fault = Fault.None;
        await using var second = await RunningBot.StartAsync(store, [setting]);
        await second.Services.GetRequiredService<SpoolReplay>().DrainAsync();

        Assert.Equal(["slow", "one"], await store.TextsAsync());
        Assert.Equal("slow", (await second.GetJsonAsync("/api/incidents/INC-1")).GetProperty("title").GetString());
        Assert.True(second.Services.GetRequiredService<EmergencySpool>().IsClear);
    }

    [Fact]
    public async Task A_caller_is_left_waiting_for_eight_seconds_and_learns_the_end_by_asking_again()
    {
        var (store, time) = (new ScriptedStore(), new ManualTime());
        await using var bot = await RunningBot.StartAsync(store, [], services => services.AddSingleton<TimeProvider>(time));
        store.Fault = Fault.Hangs;

        var posting = bot.PostAsync(Body("/detected slow", "d1"));
        await time.TimersAsync(1);
        time.Advance(TimeSpan.FromSeconds(7.9));
        Assert.False(posting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        var late = await RunningBot.ProblemAsync(await posting, 503);

        Assert.Equal("late", late.GetProperty("outcome").GetString());
        Assert.StartsWith("⏳ Not saved yet: the storage is slow. Send it again", late.GetProperty("detail").GetString(), StringComparison.Ordinal);
        store.Fault = Fault.None;
        store.Hanging.SetResult();
        Assert.Equal(1, (await bot.TypeAsync("/detected slow", "d1")).GetProperty("entry").GetInt32());
        Assert.Equal(["slow"], await store.TextsAsync());
    }

    [Fact]
    public async Task A_spool_that_cannot_be_used_degrades_the_bot_and_stops_nothing()
    {
        await using var bot = await RunningBot.StartAsync(new ScriptedStore(), [RunningBot.WithoutSpool]);

        await bot.TypeAsync("/detected slow");

        Assert.StartsWith("the emergency file cannot be used: ", await ReadinessAsync(bot, 200), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_cannot_be_answered_is_no_loss()
    {
        var store = new ScriptedStore { CannotBeRead = true };
        await using var bot = await RunningBot.StartAsync(store, []);

        var told = await FailAsync(bot, "notRecorded", "/incident list", null);

        Assert.StartsWith("❌ Cannot answer now", told, StringComparison.Ordinal);
        Assert.Equal("ready", await ReadinessAsync(bot, 503));
    }

    [Fact]
    public async Task What_could_not_be_added_is_shown_as_text_in_the_console()
    {
        var store = new ScriptedStore { Fault = Fault.Refuses };
        await using var bot = await RunningBot.StartAsync(store, []);
        await FailAsync(bot, "spooled", "/note <img src=x onerror=alert(1)>", null);
        store.Fault = Fault.None;
        await bot.TypeAsync("/detected slow");

        var page = await PageAsync(bot);

        Assert.Contains("❌ 1 command from the emergency file could not be added", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", page, StringComparison.Ordinal);
        Assert.Contains("No incident is open here", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
    }

    /// <summary>As a browser sends it after "back": the same form, another line.</summary>
    [Fact]
    public async Task One_form_sends_each_line_once()
    {
        var store = new ScriptedStore();
        await using var bot = await RunningBot.StartAsync(store, []);
        using var browser = bot.NewClient(new CookieContainer());
        var page = await browser.GetStringAsync(new Uri("/?channel=C1", UriKind.Relative));
        var fields = System.Text.RegularExpressions.Regex.Matches(page, "<input type=\"hidden\" name=\"(.*?)\" value=\"(.*?)\"")
            .Select(field => KeyValuePair.Create(field.Groups[1].Value, field.Groups[2].Value)).Append(KeyValuePair.Create("name", "Ana")).ToList();

        var answers = new List<string?>();
        foreach (var line in new[] { "/detected slow", "/note one", "/detected slow", "/note one", "/note two" })
        {
            using var form = new FormUrlEncodedContent([.. fields, KeyValuePair.Create("text", line)]);
            var response = await browser.PostAsync(new Uri("/", UriKind.Relative), form);
            Assert.Equal(HttpStatusCode.Found, response.StatusCode);
            answers.Add(response.Headers.Location!.OriginalString);
        }

        Assert.Equal(["slow", "one", "two"], await store.TextsAsync());
        Assert.Equal((answers[0], answers[1]), (answers[2], answers[3]));
    }

    private static async Task<string> FailAsync(RunningBot bot, string outcome, string text, string? delivery)
    {
        var response = await bot.PostAsync(Body(text, delivery));
        var problem = await RunningBot.ProblemAsync(response, 503);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(outcome, problem.GetProperty("outcome").GetString());
        return problem.GetProperty("detail").GetString()!;
    }

    private static string Body(string text, string? delivery) =>
        JsonSerializer.Serialize(new { channel = "C1", user = new { id = "U1", name = "Ana" }, text, deliveryId = delivery });

    /// <summary>What the check of the emergency file says.</summary>
    private static async Task<string?> ReadinessAsync(RunningBot bot, int status)
    {
        var response = await bot.GetAsync("/readyz");
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        return (await RunningBot.JsonAsync(response)).GetProperty("checks").GetProperty("spool").GetString();
    }

    private static async Task<string> PageAsync(RunningBot bot) => await (await bot.GetAsync("/?channel=C1")).Content.ReadAsStringAsync();
}
