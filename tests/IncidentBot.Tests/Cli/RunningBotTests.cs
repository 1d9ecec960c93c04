using System.Net.Http.Json;
using System.Text.Json;
using IncidentBot.Cli;

namespace IncidentBot.Tests.Cli;

/// <summary>Commands of the command line that talk to the bot that runs on the same data.</summary>
public sealed class RunningBotTests : IDisposable
{
    private readonly BotProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task A_rehearsal_is_played_into_the_running_bot_with_its_progress()
    {
        using var bot = await BotProcess.StartAsync(_program.Folder);
        var script = Path.Combine(Needs.Repository, "tests", "IncidentBot.Tests", "Replays", "storefront.json");

        var ran = await _program.RunAsync("replay", script, "--speed", "1000000x");

        using var client = new HttpClient { BaseAddress = bot.Url };
        var incident = await client.GetFromJsonAsync<JsonElement>("api/incidents/INC-1");
        Assert.Equal(ExitCode.Good, ran.ExitCode);
        Assert.Contains("[25/25,", ran.Error, StringComparison.Ordinal);
        Assert.Equal("rehearsal", incident.GetProperty("channel").GetString());
        Assert.Equal("Payments refused on a Saturday night", incident.GetProperty("title").GetString());
        Assert.Equal("2025-11-02T03:05:00Z", incident.GetProperty("entries")[0].GetProperty("occurredAt").GetString());
    }

    [Fact]
    public async Task A_line_is_logged_through_the_running_bot_and_after_a_kill_straight_into_the_file()
    {
        using (var bot = await BotProcess.StartAsync(_program.Folder))
        {
            var through = await _program.RunAsync("log", "/detected down");
            Assert.True(through.ExitCode == ExitCode.Good, through.Output + through.Error);
            bot.Kill();
        }

        var into = await _program.RunAsync("log", "/note the bot was killed");
        var list = await _program.RunAsync("list");

        Assert.True(into.ExitCode == ExitCode.Good, into.Output + into.Error);
        Assert.StartsWith("✓ INC-1 #2 note", into.Output, StringComparison.Ordinal);
        Assert.Contains("\t2\tconsole\tdown", list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_bot_is_backed_up_and_not_replaced()
    {
        using var bot = await BotProcess.StartAsync(_program.Folder);
        await _program.RunAsync("log", "/detected one");

        var backup = await _program.RunAsync("backup", "1.db");
        await _program.RunAsync("log", "/note two");
        var rehearsed = await _program.RunAsync("restore", "1.db", "--dry-run");
        var restored = await _program.RunAsync("restore", "1.db");
        var doctor = await _program.RunAsync("doctor");

        Assert.True(backup.ExitCode == ExitCode.Good, backup.Output + backup.Error);
        Assert.Contains("lost:    1 events and 1 deliveries", rehearsed.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Failed, ""), (restored.ExitCode, restored.Output));
        Assert.Contains("in use by process", restored.Error, StringComparison.Ordinal);
        Assert.Contains(bot.Url.GetLeftPart(UriPartial.Authority), doctor.Output, StringComparison.Ordinal);
        Assert.Contains("ok   sqlite: SQLite 3.", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("emergency file: ", doctor.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Good, doctor.ExitCode);
    }

    [Fact]
    public async Task A_rehearsal_without_a_bot_says_how_to_start_one()
    {
        var script = Path.Combine(Needs.Repository, "tests", "IncidentBot.Tests", "Replays", "storefront.json");

        var ran = await _program.RunAsync("replay", script, "--speed", "10x");

        Assert.Equal(ExitCode.Failed, ran.ExitCode);
        Assert.Contains("incidentbot serve", ran.Error, StringComparison.Ordinal);
    }
}
