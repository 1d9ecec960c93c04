using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Wire;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Faults.Mutants;
using IncidentBot.Tests.Discord.Fakes;
using IncidentBot.Tests.Fakes;
using IncidentBot.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.Discord;

/// <summary>The running bot, connected to a fake Discord.</summary>
public sealed class DiscordBotTests
{
    [Fact]
    public async Task A_command_is_recorded_and_confirmed_to_all_and_there_once_however_often_it_comes()
    {
        await using var room = await DiscordRoom.OpenAsync();
        var command = room.Discord.Slash("detected", [("text", "db **down** @everyone")]);

        var answer = await command.AnswerAsync();
        room.Discord.Dispatch("INTERACTION_CREATE", command.Payload);
        await room.SlashAsync("note", "later");
        var entries = await room.EntriesAsync();

        Assert.Equal((4, false), ((int)answer["type"]!, Said.IsForOne(answer)));
        Assert.Contains("INC-1 #1 detected", Said.By(answer), StringComparison.Ordinal);
        Assert.Equal(["db **down** @everyone", "later"], entries.Select(entry => entry.GetProperty("text").GetString()));
        Assert.Equal("Ana", entries[0].GetProperty("author").GetString());
        Assert.Equal(1, command.Tries);
        Assert.Equal("[]", answer["data"]!["allowed_mentions"]!["parse"]!.ToJsonString());
    }

    [Fact]
    public async Task What_is_not_recorded_is_told_to_its_sender_alone()
    {
        await using var room = await DiscordRoom.OpenAsync();

        var early = await room.SlashAsync("note", "nothing is open");
        var wrong = await room.Discord.Slash("note", [("text", "disk full"), ("time", "half past never")]).AnswerAsync();
        var help = await room.SlashAsync("incident help");

        Assert.All([early, wrong, help], answer => Assert.True(Said.IsForOne(answer), Said.By(answer)));
        Assert.Contains("nothing is open", Said.By(early), StringComparison.Ordinal);
        Assert.Contains("disk full", Said.By(wrong), StringComparison.Ordinal);
        Assert.Equal("[]", (await room.Bot.GetJsonAsync("/api/incidents")).GetProperty("items").GetRawText());
    }

    [Fact]
    public async Task What_somebody_sets_for_themselves_is_told_to_them_alone()
    {
        await using var room = await DiscordRoom.DetectedAsync();

        var own = await room.SlashAsync("incident zone", "Europe/Madrid");
        var shared = await room.SlashAsync("incident set", "zone Europe/Madrid");

        Assert.Contains("Your time zone is Europe/Madrid", Said.By(own), StringComparison.Ordinal);
        Assert.True(Said.IsForOne(own));
        Assert.False(Said.IsForOne(shared));
    }

    [Fact]
    public async Task Every_verb_is_recorded_by_its_command()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        foreach (var verb in Verbs.All.Where(verb => verb.Kind is not null && verb.Name is not ("detected" or "resolved")).Append(Verbs.Find("resolved")!))
        {
            var answer = await (verb.IsTopLevel ? room.SlashAsync(verb.Name, verb.Example) : room.SlashAsync($"incident {verb.Name}", verb.Example));
            Assert.False(Said.IsForOne(answer), $"{verb.Name}: {Said.By(answer)}");
        }

        var kinds = (await room.LaterAsync()).Select(entry => entry.GetProperty("kind").GetString());

        Assert.Equal(Verbs.All.Where(verb => verb.Kind is not null && verb.Name != "detected").Select(verb => verb.Name).Order(), kinds.Order());
    }

    [Fact]
    public async Task Every_other_verb_is_answered_by_its_subcommand()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        await room.SlashAsync("note", "to be amended");
        await room.SlashAsync("note", "to be redacted");
        Dictionary<string, (string? Text, string Says)> expected = new()
        {
            ["status"] = (null, "checkout is down"),
            ["list"] = (null, "INC-1"),
            ["find"] = ("amended", "to be amended"),
            ["draft"] = ("bold-markdown", "checkout is down"),
            ["export"] = ("html", "INC-1"),
            ["amend"] = ("2 amended", "INC-1 #2"),
            ["redact"] = ("3 a password", "#3"),
            ["undo"] = ("2", "#2"),
            ["set"] = ("severity SEV1", "SEV1"),
            ["zone"] = ("Europe/Madrid", "Europe/Madrid"),
            ["link"] = ("INC-7", "INC-"),
            ["unlink"] = (null, "INC-1"),
            ["help"] = ("dead-end", "dead-end"),
            ["log"] = ("impact 30% of checkouts failed", "impact"),
            ["close"] = (null, "INC-1"),
            ["reopen"] = (null, "INC-1"),
            ["open"] = ("Another title", "INC-"),
        };
        Assert.Empty(Verbs.All.Where(verb => verb.Kind is null).Select(verb => verb.Name).Except(expected.Keys));

        foreach (var (verb, (text, says)) in expected)
        {
            var answer = await room.SlashAsync($"incident {verb}", text);
            Assert.True(Said.By(answer).Contains(says, StringComparison.OrdinalIgnoreCase), $"{verb}: {Said.By(answer)}");
        }
    }

    [Fact]
    public async Task An_option_says_when_and_the_line_is_recorded_at_that_time_in_the_zone_that_was_chosen()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        await room.Discord.Slash("incident zone", [("zone", "Asia/Tokyo")]).AnswerAsync();

        await room.Discord.Slash("dead-end", [("text", "suspected the cache"), ("time", "2026-02-10 10:00"), ("until", "10:45")]).AnswerAsync();
        var entry = Assert.Single(await room.LaterAsync());

        Assert.Equal("suspected the cache", entry.GetProperty("text").GetString());
        Assert.Equal(new DateTime(2026, 2, 10, 1, 0, 0, DateTimeKind.Utc), entry.GetProperty("occurredAt").GetDateTime());
        Assert.Equal(new DateTime(2026, 2, 10, 1, 45, 0, DateTimeKind.Utc), entry.GetProperty("endsAt").GetDateTime());
    }

    [Fact]
    public async Task People_and_channels_that_a_line_names_are_recorded_by_their_names()
    {
        await using var room = await DiscordRoom.DetectedAsync();

        await room.SlashAsync("escalate", $"paged <@{FakeDiscord.Ben}> and <@!{FakeDiscord.Ana}>, see <#{FakeDiscord.OtherChannel}> and <#3000000000000000099>");
        room.Discord.Say($"<@{FakeDiscord.Application}> note more in <#{FakeDiscord.OtherChannel}>");
        var entries = await room.LaterAsync(2);

        Assert.Equal(["paged @ben and @Ana, see #other and #a-channel", "more in #other"], entries.Select(entry => entry.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task A_thread_feeds_an_incident_of_its_own()
    {
        await using var room = await DiscordRoom.DetectedAsync();

        await room.SlashAsync("detected", "another thing", channel: "3000000000000000077");
        await room.SlashAsync("note", "here", channel: "3000000000000000077");

        Assert.Equal(["checkout is down"], await room.TextsAsync());
        Assert.Equal(["another thing", "here"], await room.TextsAsync("INC-2"));
    }

    [Fact]
    public async Task In_direct_messages_it_says_where_to_type_it()
    {
        await using var room = await DiscordRoom.OpenAsync();
        var command = room.Discord.Interact(2, FakeCommands.Data("detected", [("text", "down")]), change: payload =>
        {
            payload.Remove("guild_id");
            payload.Remove("member");
            payload["user"] = FakePayloads.User(FakeDiscord.Ana);
        });

        var answer = await command.AnswerAsync();

        Assert.True(Said.IsForOne(answer));
        Assert.Contains("channel of a server", Said.By(answer), StringComparison.Ordinal);
        Assert.Equal("[]", (await room.Bot.GetJsonAsync("/api/incidents")).GetProperty("items").GetRawText());
    }

    [Theory]
    [InlineData("incident draft", "layout", "", "plain-label")]
    [InlineData("incident amend", "entry", "chec", "1")]
    [InlineData("incident zone", "zone", "tokyo", "Asia/Tokyo")]
    [InlineData("incident link", "incident", "", "INC-1")]
    [InlineData("incident help", "text", "dead", "dead-end")]
    public async Task What_an_option_could_be_is_offered_while_it_is_typed(string command, string option, string typed, string offered)
    {
        await using var room = await DiscordRoom.DetectedAsync();

        var answer = await room.Discord.Type(command, option, typed).AnswerAsync();

        Assert.Equal(8, (int)answer["type"]!);
        Assert.Contains(offered, answer["data"]!["choices"]!.AsArray().Select(choice => (string?)choice!["value"]));
    }

    [Fact]
    public async Task What_is_offered_after_the_next_key_was_pressed_is_said_nowhere()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        await room.StatusAsync("checkout is down");
        await room.SettledAsync();
        room.Discord.Fault("POST /interactions/", FakeFault.Error(404, 10062, "Unknown interaction"));

        room.Discord.Type("incident draft", "layout", "p");
        await room.Discord.UntilAsync(discord => discord.RequestsOf("POST /interactions/").Count == 2);
        await room.SlashAsync("note", "the next");
        await room.StatusAsync("the next");

        Assert.Single(room.Posts());
        Assert.Empty(room.Discord.RequestsOf("POST /webhooks/"));
    }

    [Fact]
    public async Task What_comes_as_a_request_is_recorded_and_answered_too()
    {
        await using var room = await DiscordRoom.OpenAsync();
        var command = room.Discord.Begin(2, FakeCommands.Data("detected", [("text", "checkout is down")]));
        var payload = PayloadReader.ReadInteraction(JsonSerializer.SerializeToElement(command.Payload));
        var reception = room.Bot.Services.GetRequiredService<DiscordReception>();

        var (answer, then) = await reception.TakeRequestAsync(
            new DiscordDelivery(command.Id, payload, TimeProvider.System.GetUtcNow(), TimeProvider.System.GetTimestamp()));
        await then();

        Assert.Null(answer);
        Assert.Contains("INC-1 #1", Said.By(await command.AnswerAsync()), StringComparison.Ordinal);
        Assert.Equal(["checkout is down"], await room.TextsAsync());
    }

    [Fact]
    public async Task Readiness_says_whether_Discord_is_connected()
    {
        await using var room = await DiscordRoom.OpenAsync();
        await room.SlashAsync("incident help");
        await using var refusing = await FakeDiscord.StartAsync();
        refusing.Fault("GET /gateway/bot", FakeFault.Error(401, 0, "401: Unauthorized"));
        await using var refused = await RunningBot.StartAsync(refusing.Settings);
        await refusing.UntilAsync(discord => discord.RequestsOf("GET /gateway/bot").Count > 0);
        await using var none = await RunningBot.StartAsync();

        var there = await room.Bot.GetJsonAsync("/readyz");
        var away = await refused.GetJsonAsync("/readyz");

        Assert.StartsWith("ready", there.GetProperty("checks").GetProperty("discord").GetString(), StringComparison.Ordinal);
        Assert.Equal("degraded", away.GetProperty("status").GetString());
        Assert.False((await none.GetJsonAsync("/readyz")).GetProperty("checks").TryGetProperty("discord", out _));
    }

    [Fact]
    public async Task Case_26_two_bots_on_one_store_record_what_comes_to_both_once_and_one_of_them_answers() =>
        Assert.Equal(1, await TwoBotsAsync(store => store));

    [Fact]
    public async Task Case_26_a_store_that_forgets_deliveries_is_noticed() =>
        Assert.Equal(2, await TwoBotsAsync(store => new StoreMutant(store, StoreMutant.ForgetDeliveriesAsync)));

    /// <returns>How many entries there are after one command came to both.</returns>
    private static async Task<int> TwoBotsAsync(Func<IIncidentStore, IIncidentStore> spoil)
    {
        var store = new MemoryStore();
        await using var discord = await FakeDiscord.StartAsync();
        await using var one = await RunningBot.StartAsync(spoil(store), discord.Settings);
        await discord.ConnectionAsync(1);
        await using var two = await RunningBot.StartAsync(spoil(store), discord.Settings);
        await discord.ConnectionAsync(2);

        var command = discord.Slash("detected", [("text", "disk full")]);
        var answer = await command.AnswerAsync();
        await discord.UntilAsync(_ => command.Tries == 2);

        Assert.Contains("INC-1 #", Said.By(answer), StringComparison.Ordinal);
        Assert.Empty(command.FollowUps);
        return (await one.GetJsonAsync("/api/incidents/INC-1")).GetProperty("entries").GetArrayLength();
    }
}
