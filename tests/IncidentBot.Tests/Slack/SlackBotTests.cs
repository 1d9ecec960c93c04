using System.Text.Json;
using IncidentBot.Slack;
using IncidentBot.Tests.Cli;
using IncidentBot.Tests.Fakes;
using IncidentBot.Tests.Fakes.Slack;
using IncidentBot.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.Slack;

/// <summary>The running bot, connected to a fake Slack.</summary>
public sealed class SlackBotTests
{
    [Fact]
    public async Task A_command_is_recorded_confirmed_to_its_sender_and_there_once_however_often_it_comes()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await RunningBot.StartAsync(slack.Settings);
        await slack.SocketAsync(1);
        var envelope = FakeSlack.Envelope("slash_commands", slack.SlashPayload("/detected db &lt;down&gt; &amp; <!channel>"));

        var first = await slack.DeliverAsync(envelope);
        var again = await slack.DeliverAsync(envelope);
        var entries = (await bot.GetJsonAsync("/api/incidents/INC-1")).GetProperty("entries");

        Assert.Equal("ephemeral", (string?)first.Payload!["response_type"]);
        Assert.Contains("db &lt;down&gt; &amp; @channel", first.Text, StringComparison.Ordinal);
        Assert.Equal(first.Text, again.Text);
        var entry = Assert.Single(entries.EnumerateArray());
        Assert.Equal("db <down> & @channel", entry.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Case_35_two_bots_on_one_store_record_what_comes_to_both_once()
    {
        var store = new MemoryStore();
        await using var slack = await FakeSlack.StartAsync();
        await using var one = await RunningBot.StartAsync(store, slack.Settings);
        var first = await slack.SocketAsync(1);
        await using var two = await RunningBot.StartAsync(store, slack.Settings);
        var second = await slack.SocketAsync(2);
        var envelope = FakeSlack.Envelope("slash_commands", slack.SlashPayload("/detected disk full"));

        var here = await slack.DeliverAsync(envelope, first);
        var there = await slack.DeliverAsync(envelope, second);

        Assert.Equal(here.Text, there.Text);
        Assert.Single((await one.GetJsonAsync("/api/incidents/INC-1")).GetProperty("entries").EnumerateArray());
    }

    [Fact]
    public async Task Readiness_says_whether_Slack_is_connected()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Fault("apps.connections.open", FakeFault.Error("invalid_auth"));
        await using var refused = await RunningBot.StartAsync(slack.Settings);
        await slack.UntilAsync(s => s.CallsOf("apps.connections.open").Count == 1);
        await using var connected = await RunningBot.StartAsync(slack.Settings);
        await slack.SocketAsync(1);
        await slack.SlashAsync("/incident help");

        var away = await refused.GetJsonAsync("/readyz");
        var there = await connected.GetJsonAsync("/readyz");

        Assert.Equal("degraded", away.GetProperty("status").GetString());
        Assert.NotEqual("ready", away.GetProperty("checks").GetProperty("slack").GetString());
        Assert.Equal("ready", there.GetProperty("checks").GetProperty("slack").GetString());
    }

    [Fact]
    public async Task At_the_start_it_learns_who_it_is_what_it_may_do_and_what_time_it_is()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Scopes = FakeSlack.AllScopes.Replace(",reactions:write", "", StringComparison.Ordinal);
        await using var bot = await RunningBot.StartAsync(slack.Settings);
        await slack.SocketAsync(1);
        await slack.SlashAsync("/incident help");

        var identity = await bot.Services.GetRequiredService<SlackSelf>().Identity.WaitAsync(TimeSpan.FromSeconds(20));
        var ready = await bot.GetJsonAsync("/readyz");

        Assert.Equal((FakeWorkspace.Bot, FakeWorkspace.Team), (identity.UserId, identity.TeamId));
        Assert.Equal("ready", ready.GetProperty("status").GetString());
        Assert.Contains("the tick on captured messages (reactions:write)", ready.GetProperty("checks").GetProperty("slack").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_sockets_can_be_held_open()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await RunningBot.StartAsync([.. slack.Settings, ("Slack:Connections", "3")]);

        await slack.UntilAsync(s => s.Open.Count == 3);
        var acks = await Task.WhenAll(slack.Open.Select(socket => slack.SlashAsync("/incident help", socket: socket)));

        Assert.Equal([1, 2, 3], acks.Select(ack => ack.Socket.Number).Order());
    }

    [Fact]
    public async Task Without_a_token_readiness_does_not_speak_of_Slack()
    {
        await using var bot = await RunningBot.StartAsync();

        Assert.False((await bot.GetJsonAsync("/readyz")).GetProperty("checks").TryGetProperty("slack", out _));
    }

    [Fact]
    public async Task The_manifest_is_printed_with_the_root_name_that_is_set()
    {
        using var program = new BotProgram { Environment = { ["Commands__Root"] = "inc" } };

        var socket = await program.RunAsync("slack", "manifest");
        var requests = await program.RunAsync("slack", "manifest", "--url", "https://bot.example.org");
        var wrong = await program.RunAsync("slack", "manifest", "--url", "http://bot.example.org");

        Assert.Equal("/inc", JsonDocument.Parse(socket.Output).RootElement.GetProperty("features").GetProperty("slash_commands")[0].GetProperty("command").GetString());
        Assert.Contains("https://bot.example.org/slack/events", requests.Output, StringComparison.Ordinal);
        Assert.Equal((2, ""), (wrong.ExitCode, wrong.Output));
    }

    [Fact]
    public async Task Doctor_says_what_is_wrong_with_the_tokens_the_scopes_and_the_clock()
    {
        await using var slack = await FakeSlack.StartAsync();
        using var program = new BotProgram();
        foreach (var (setting, value) in slack.Settings)
        {
            program.Environment[setting.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var good = await program.RunAsync("doctor");
        slack.Scopes = FakeSlack.AllScopes.Replace(",pins:write", "", StringComparison.Ordinal);
        slack.Ahead = TimeSpan.FromMinutes(7);
        slack.Fault("apps.connections.open", FakeFault.Error("missing_scope", needed: "connections:write"));
        var bad = await program.RunAsync("doctor");
        slack.Fault("auth.test", FakeFault.Error("invalid_auth"));
        slack.Fault("apps.connections.open", FakeFault.Error("not_allowed_token_type"));
        var refused = await program.RunAsync("doctor");
        program.Environment["Slack__BotToken"] = "xapp-of-another-kind";
        var wrong = await program.RunAsync("doctor");

        Assert.True(good.ExitCode == 0, good.Output);
        Assert.Contains("ok   slack scopes: all there", good.Output, StringComparison.Ordinal);
        Assert.Contains("warn slack scopes: missing, and so off: pinning the status message (pins:write)", bad.Output, StringComparison.Ordinal);
        Assert.Matches("BAD  slack clock: this machine's clock is 4[0-9]{2} s behind", bad.Output);
        Assert.Contains("BAD  slack app token: Slack:AppToken lacks the scope connections:write", bad.Output, StringComparison.Ordinal);
        Assert.Contains("BAD  slack bot token: Slack refuses auth.test: invalid_auth", refused.Output, StringComparison.Ordinal);
        Assert.Contains("BAD  slack app token: Slack:AppToken is a token of another kind", refused.Output, StringComparison.Ordinal);
        Assert.Contains("BAD  slack: Slack:BotToken: this is no bot token", wrong.Output, StringComparison.Ordinal);
        Assert.All([good, bad, refused, wrong], ran => Assert.DoesNotContain("xoxb-test", ran.Output + ran.Error, StringComparison.Ordinal));
    }
}
