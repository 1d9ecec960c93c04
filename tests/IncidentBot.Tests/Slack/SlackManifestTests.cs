using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentBot.Core.Commands;
using IncidentBot.Slack;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack;

public sealed partial class SlackManifestTests
{
    [SkippableTheory]
    [InlineData("incident", null)]
    [InlineData("inc-7", null)]
    [InlineData("incident", "https://bot.example.org")]
    public void It_passes_Slacks_own_schema(string root, string? url)
    {
        var schema = JsonNode.Parse(File.ReadAllText(Needs.Shared("slack/samples/manifest-schema-v2.json")))!;

        var problems = JsonSchema.Problems(schema, Write(root, url));

        Assert.Empty(problems);
    }

    [SkippableFact]
    public void The_check_notices_what_the_schema_forbids()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Needs.Shared("slack/samples/manifest-schema-v2.json")))!;
        var manifest = Write("incident", null);
        manifest["display_information"]!["name"] = new string('x', 36);
        manifest["features"]!["slash_commands"]![0]!["command"] = "no-slash";
        manifest["features"]!["shortcuts"]![0]!["type"] = "private";
        manifest["features"]!["bot_user"]!.AsObject().Remove("display_name");
        manifest["settings"]!["socket_mode_enabled"] = "yes";
        manifest["oauth_config"]!["scopes"]!["bot"] = "commands";

        Assert.Equal(6, JsonSchema.Problems(schema, manifest).Count);
    }

    [Fact]
    public void Every_verb_is_a_command_and_every_name_is_one_that_Slack_takes()
    {
        var commands = Write("incident", null)["features"]!["slash_commands"]!.AsArray().Select(command => (string)command!["command"]!).ToList();

        Assert.Equal(Verbs.All.Where(verb => verb.IsTopLevel).Select(verb => $"/{verb.Name}").Prepend("/incident"), commands);
        Assert.All(commands, name => Assert.Matches(CommandName(), name));
        Assert.True(commands.Count <= 50, "Slack takes 50 commands.");
        Assert.All(Write(new string('a', 31), null)["features"]!["slash_commands"]!.AsArray(), command => Assert.Matches(CommandName(), (string)command!["command"]!));
    }

    [Fact]
    public void It_asks_for_no_address_in_Socket_Mode_and_for_all_of_them_otherwise()
    {
        var socket = Write("incident", null);
        var requests = Write("incident", "https://bot.example.org");

        Assert.True((bool)socket["settings"]!["socket_mode_enabled"]!);
        Assert.DoesNotContain("http", socket.ToJsonString(), StringComparison.Ordinal);
        Assert.False((bool)requests["settings"]!["socket_mode_enabled"]!);
        Assert.Equal("https://bot.example.org/slack/events", (string?)requests["settings"]!["event_subscriptions"]!["request_url"]);
        Assert.Equal("https://bot.example.org/slack/interactions", (string?)requests["settings"]!["interactivity"]!["request_url"]);
        Assert.All(requests["features"]!["slash_commands"]!.AsArray(), command => Assert.Equal("https://bot.example.org/slack/commands", (string?)command!["url"]));
    }

    [Fact]
    public void It_has_both_shortcuts_and_asks_for_what_is_used()
    {
        var manifest = Write("incident", null);

        Assert.Equal(["add_to_timeline", "declare_incident"], manifest["features"]!["shortcuts"]!.AsArray().Select(shortcut => (string?)shortcut!["callback_id"]));
        Assert.Equal(FakeSlack.AllScopes.Split(',').Order(), manifest["oauth_config"]!["scopes"]!["bot"]!.AsArray().Select(scope => (string?)scope).Order());
        Assert.Contains("reaction_removed", manifest["settings"]!["event_subscriptions"]!["bot_events"]!.AsArray().Select(name => (string?)name));
    }

    private static JsonObject Write(string root, string? url) => SlackManifest.Write(root, url is null ? null : new Uri(url));

    [GeneratedRegex("^/[a-z0-9_-]{1,31}$")]
    private static partial Regex CommandName();
}
