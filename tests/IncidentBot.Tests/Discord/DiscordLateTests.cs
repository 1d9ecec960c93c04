using IncidentBot.Discord;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Tests.Discord.Fakes;
using IncidentBot.Tests.Fakes;
using IncidentBot.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.Discord;

/// <summary>Answers that come late, and interactions that can be answered no more.</summary>
public sealed class DiscordLateTests
{
    private const string Slow = "slow disk";

    [Fact]
    public async Task A_commit_that_is_late_is_deferred_for_all_and_then_says_how_it_ended() =>
        Assert.Equal((5, false, "✓ INC-1 #2 note", 1), await SlowAsync("note", $"{Slow}", null));

    [Fact]
    public async Task A_bot_that_answers_before_it_knows_is_noticed() => Assert.NotEqual(
        (5, false, "✓ INC-1 #2 note", 1),
        await SlowAsync("note", $"{Slow}", services => Take(services, (take, delivery, ct) =>
        {
            _ = take(delivery, ct);
            return Task.FromResult<DiscordResponse?>(new DiscordResponse.Message(MessageBody.Text("✓ recorded")));
        })));

    [Fact]
    public async Task Each_interaction_is_answered_once_and_a_bot_that_does_it_twice_is_noticed()
    {
        Assert.Equal(1, await TriesAsync(null));
        Assert.Equal(2, await TriesAsync(services => Take(services, async (take, delivery, ct) =>
        {
            await take(delivery, ct);
            return delivery.Payload is DiscordPayload.Interaction ? new DiscordResponse.Message(MessageBody.Text("and again")) : null;
        })));
    }

    [Fact]
    public async Task Case_25_where_the_deadline_was_missed_the_line_is_recorded_and_said_in_the_channel_once()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        room.Discord.Fault("POST /interactions/", FakeFault.Error(404, 10062, "Unknown interaction"));

        var command = room.Discord.Slash("note", [("text", "disk full")]);
        var said = await room.MessageAsync(message => Said.By(message).Contains("INC-1 #2 note", StringComparison.Ordinal));
        await room.SettledAsync();

        Assert.Null(said["webhook_id"]);
        Assert.Single(room.Posts(), message => Said.By(message).Contains("INC-1 #2 note", StringComparison.Ordinal));
        Assert.Single(room.Discord.RequestsOf($"POST /interactions/{command.Id}/"));
        Assert.Equal(["checkout is down", "disk full"], await room.TextsAsync());
    }

    [Fact]
    public async Task Case_26_what_somebody_else_has_answered_is_left_at_that()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        await room.StatusAsync("checkout is down");
        room.Discord.Fault("POST /interactions/", FakeFault.Error(400, 40060, "Interaction has already been acknowledged."));

        room.Discord.Slash("note", [("text", "disk full")]);
        await room.StatusAsync("disk full");

        Assert.Equal(["checkout is down", "disk full"], await room.TextsAsync());
        Assert.Single(room.Posts());
        Assert.Empty(room.Discord.RequestsOf("POST /webhooks/"));
    }

    [Fact]
    public async Task Case_27_a_token_that_is_dead_is_no_bad_bot_token_and_the_outcome_is_said_in_the_channel()
    {
        var store = new ScriptedStore { OnlyWith = Slow };
        await using var discord = await FakeDiscord.StartAsync();
        await using var bot = await RunningBot.StartAsync(store, discord.Settings);
        await discord.ConnectionAsync(1);
        await discord.Slash("detected", [("text", "checkout is down")]).AnswerAsync();

        store.Fault = Fault.Hangs;
        var command = discord.Slash("note", [("text", Slow)]);
        await command.AnswerAsync();
        discord.TokenLife = TimeSpan.Zero;
        store.Fault = Fault.None;
        store.Hanging.SetResult();
        await discord.UntilAsync(d => d.State.SaidIn(FakeDiscord.Channel).Any(message => message["webhook_id"] is null && Said.By(message).Contains("✓ INC-1 #2 note", StringComparison.Ordinal)));
        var after = await discord.Slash("note", [("text", "still heard")]).AnswerAsync();

        Assert.Contains("INC-1 #3", Said.By(after), StringComparison.Ordinal);
        Assert.Equal(["checkout is down", Slow, "still heard"], await store.TextsAsync());
    }

    [Fact]
    public async Task What_the_answer_brought_is_not_said_again()
    {
        await using var room = await DiscordRoom.OpenAsync();
        var command = room.Discord.Slash("detected", [("text", "db down")]);
        await command.AnswerAsync();
        await room.StatusAsync("db down");
        await room.SettledAsync();

        Assert.Single(room.Posts());
        Assert.Empty(room.Discord.RequestsOf("PATCH /webhooks/"));
        Assert.Empty(command.FollowUps);
    }

    [Fact]
    public async Task An_answer_that_was_never_given_is_owed_and_follows_after_a_restart()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        room.Discord.Fault("POST /interactions/", new FakeFault { Hangs = true });
        var command = room.Discord.Slash("note", [("text", "disk full")]);
        await room.StatusAsync("disk full");

        await room.RestartAsync();
        await room.MessageAsync(message => Said.By(message).Contains("INC-1 #2 note", StringComparison.Ordinal));
        await room.SettledAsync();

        Assert.False(command.IsAnswered);
        Assert.Single(room.Posts(), message => Said.By(message).Contains("INC-1 #2 note", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_that_was_put_off_by_a_process_that_died_is_answered_by_the_next_that_it_is_delivered_to()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        var question = room.Discord.Begin(2, FakeCommands.Data("incident list", []));
        using var http = new HttpClient();
        http.DefaultRequestHeaders.UserAgent.ParseAdd("DiscordBot (https://example.org, 1)");
        var callback = new Uri(new Uri(room.Discord.Settings.First(setting => setting.Setting == "Discord:ApiUrl").Value), $"interactions/{question.Id}/{question.Token}/callback");
        var deferral = await http.PostAsync(callback, new StringContent("""{"type":5,"data":{"flags":64}}""", System.Text.Encoding.UTF8, "application/json"));

        room.Discord.Dispatch("INTERACTION_CREATE", question.Payload);
        await room.Discord.UntilAsync(_ => Said.By(question.Original).Contains("INC-1 checkout is down", StringComparison.Ordinal));

        Assert.True(deferral.IsSuccessStatusCode);
        Assert.Equal(2, question.Tries);
        Assert.DoesNotContain(room.Posts(), message => Said.By(message).Contains("INC-1 checkout is down · open", StringComparison.Ordinal));
    }

    private static async Task<(int Type, bool IsForOne, string Said, int Entries)> SlowAsync(string name, string text, Action<IServiceCollection>? spoil)
    {
        var store = new ScriptedStore { OnlyWith = Slow };
        await using var discord = await FakeDiscord.StartAsync();
        await using var bot = await RunningBot.StartAsync(store, discord.Settings, spoil);
        await discord.ConnectionAsync(1);
        await discord.Slash("detected", [("text", "checkout is down")]).AnswerAsync();

        store.Fault = Fault.Hangs;
        var command = discord.Slash(name, [("text", text)]);
        var first = await command.AnswerAsync();
        store.Fault = Fault.None;
        store.Hanging.SetResult();
        await discord.UntilAsync(_ => Said.By(command.Original).Length > 0);
        return ((int)first["type"]!, Said.IsForOne(first), Said.By(command.Original).Split(" ·")[0], (await store.TextsAsync()).Count - 1);
    }

    /// <summary>How often a first answer was given.</summary>
    private static async Task<int> TriesAsync(Action<IServiceCollection>? spoil)
    {
        await using var room = await DiscordRoom.OpenAsync(spoil);
        var command = room.Discord.Slash("detected", [("text", "checkout is down")]);
        await command.AnswerAsync();
        await room.StatusAsync("checkout is down");
        await room.SlashAsync("note", "all that came before was answered", channel: FakeDiscord.OtherChannel);
        await room.StopAsync();
        return command.Tries;
    }

    private static void Take(IServiceCollection services, Func<TakeDelivery, DiscordDelivery, CancellationToken, Task<DiscordResponse?>> take) =>
        services.AddSingleton<TakeDelivery>(provider =>
        {
            var deliveries = provider.GetRequiredService<DiscordDeliveries>();
            return (delivery, ct) => take(deliveries.TakeAsync, delivery, ct);
        });
}
