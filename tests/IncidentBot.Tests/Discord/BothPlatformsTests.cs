using IncidentBot.Storage.Rooms;
using IncidentBot.Tests.Discord.Fakes;
using IncidentBot.Tests.Fakes.Slack;
using IncidentBot.Tests.Storage;
using IncidentBot.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.Discord;

/// <summary>Slack and Discord in one process.</summary>
public sealed class BothPlatformsTests
{
    private static readonly (string, string) Across = ("Commands:AcrossCommunities", "true");

    [Fact]
    public async Task Each_has_its_own_incidents_and_answers_and_readiness_speaks_of_both()
    {
        await using var both = await StartAsync();

        var ack = await both.Slack.SlashAsync("/detected checkout is down");
        var answer = await both.Discord.Slash("detected", [("text", "voice is down")]).AnswerAsync();
        await both.Slack.SlashAsync("/note in Slack");
        await both.Discord.Slash("note", [("text", "in Discord")]).AnswerAsync();
        await both.UntilSaidAsync("in Slack", "in Discord");
        var ready = (await both.Bot.GetJsonAsync("/readyz")).GetProperty("checks");

        Assert.StartsWith("✓ INC-1 #1", ack.Text, StringComparison.Ordinal);
        Assert.Contains("INC-2 #1", Said.By(answer), StringComparison.Ordinal);
        Assert.Equal(["checkout is down", "in Slack"], await both.TextsAsync("INC-1"));
        Assert.Equal(["voice is down", "in Discord"], await both.TextsAsync("INC-2"));
        Assert.All(["slack", "discord"], platform => Assert.StartsWith("ready", ready.GetProperty(platform).GetString(), StringComparison.Ordinal));
        Assert.DoesNotContain("voice", string.Join('\n', both.InSlack()), StringComparison.Ordinal);
        Assert.DoesNotContain("checkout", string.Join('\n', both.InDiscord()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unless_the_owner_allows_it_neither_sees_or_joins_what_is_the_others()
    {
        await using var both = await StartAsync();
        await both.Slack.SlashAsync("/detected checkout is down");

        var linked = Said.By(await both.Discord.Slash("incident link", [("incident", "INC-1")]).AnswerAsync());
        var listed = Said.By(await both.Discord.Slash("incident list").AnswerAsync());
        var found = Said.By(await both.Discord.Slash("incident find", [("text", "checkout")]).AnswerAsync());

        Assert.StartsWith("There is no INC-1 here.", linked, StringComparison.Ordinal);
        Assert.StartsWith("There was no incident here yet.", listed, StringComparison.Ordinal);
        Assert.StartsWith("Nothing was found", found, StringComparison.Ordinal);
        Assert.Contains("INC-1 checkout is down", (await both.Slack.SlashAsync("/incident list")).Text, StringComparison.Ordinal);
        Assert.Equal(1, (await both.Bot.GetJsonAsync("/api/incidents")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Linked_they_feed_one_incident_and_both_are_shown_where_it_stands()
    {
        await using var both = await StartAsync(Across);
        await both.Slack.SlashAsync("/detected checkout is down");

        var linked = await both.Discord.Slash("incident link", [("incident", "INC-1")]).AnswerAsync();
        await both.Discord.Slash("note", [("text", "seen in Discord")]).AnswerAsync();
        await both.Slack.SlashAsync("/note seen in Slack");
        await both.UntilSaidAsync("seen in Discord", "seen in Slack");
        var entries = (await both.Bot.GetJsonAsync("/api/incidents/INC-1")).GetProperty("entries").EnumerateArray().ToList();

        Assert.Contains("INC-1", Said.By(linked), StringComparison.Ordinal);
        Assert.Equal(["checkout is down", "seen in Discord", "seen in Slack"], entries.Select(entry => entry.GetProperty("text").GetString()));
        Assert.Equal(["Ana Ops", "Ana", "Ana Ops"], entries.Select(entry => entry.GetProperty("author").GetString()));
        Assert.All([both.InSlack(), both.InDiscord()], said => Assert.Contains(said, text => text.Contains("seen in Slack", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Closed_in_one_room_it_is_closed_in_both_and_each_is_told()
    {
        await using var both = await StartAsync(Across);
        await both.Slack.SlashAsync("/detected checkout is down");
        await both.Discord.Slash("incident link", [("incident", "INC-1")]).AnswerAsync();

        await both.Discord.Slash("incident close").AnswerAsync();
        await both.UntilSaidAsync();
        var late = await both.Slack.SlashAsync("/note too late");

        Assert.Contains("INC-1 is closed", late.Text, StringComparison.Ordinal);
        Assert.All([both.InSlack(), both.InDiscord()], said => Assert.Contains(said, text => text.Contains("missing", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_room_that_left_says_so_where_the_status_stood_and_hears_no_more()
    {
        await using var both = await StartAsync(Across);
        await both.Slack.SlashAsync("/detected checkout is down");
        await both.Discord.Slash("incident link", [("incident", "INC-1")]).AnswerAsync();
        await both.UntilSaidAsync();

        await both.Discord.Slash("incident unlink").AnswerAsync();
        await both.Slack.SlashAsync("/note of no concern there");
        await both.Slack.SlashAsync("/incident close");
        await both.UntilSaidAsync("not fed from here any more");

        Assert.DoesNotContain(both.InDiscord(), text => text.Contains("of no concern", StringComparison.Ordinal) || text.Contains("Closed", StringComparison.Ordinal));
    }

    private static async Task<Both> StartAsync(params (string Setting, string Value)[] settings)
    {
        var (slack, discord, folder) = (await FakeSlack.StartAsync(), await FakeDiscord.StartAsync(), new TempFolder());
        var bot = await RunningBot.StartOnFileAsync(folder.Root, [.. slack.Settings, .. discord.Settings, .. settings]);
        await slack.SocketAsync(1);
        await discord.ConnectionAsync(1);
        return new Both(slack, discord, bot, folder);
    }

    private sealed record Both(FakeSlack Slack, FakeDiscord Discord, RunningBot Bot, TempFolder Folder) : IAsyncDisposable
    {
        public async Task<IReadOnlyList<string?>> TextsAsync(string incident) =>
            [.. (await Bot.GetJsonAsync($"/api/incidents/{incident}")).GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("text").GetString())];

        /// <summary>Waits until the status messages have caught up.</summary>
        public async Task UntilSaidAsync(params string[] words)
        {
            while (await Bot.Services.GetRequiredService<IRoomStore>().NextDueAsync(["slack", "discord"], default) is not null)
            {
                await Bot.GetAsync("/healthz");
            }

            Assert.All(words, word => Assert.Contains(InSlack().Concat(InDiscord()), text => text.Contains(word, StringComparison.Ordinal)));
        }

        public IReadOnlyList<string> InSlack()
        {
            lock (Slack.Workspace.Gate)
            {
                return [.. Slack.Workspace.Messages.Where(message => message.User == FakeWorkspace.Bot).Select(message => $"{message.Text}\n{message.Blocks?.ToJsonString()}")];
            }
        }

        public IReadOnlyList<string> InDiscord() => [.. Discord.State.SaidIn(FakeDiscord.Channel).Select(Said.By)];

        public async ValueTask DisposeAsync()
        {
            await Bot.DisposeAsync();
            await Slack.DisposeAsync();
            await Discord.DisposeAsync();
            Folder.Dispose();
        }
    }
}
