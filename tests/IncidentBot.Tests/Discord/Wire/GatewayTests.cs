using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Tests.Discord.Fakes;

namespace IncidentBot.Tests.Discord.Wire;

/// <summary>What the client does when the gateway goes wrong, by the numbers of our list of fault cases.</summary>
public sealed class GatewayTests
{
    [Fact]
    public async Task It_identifies_itself_asks_for_what_it_needs_and_delivers()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();

        var asked = room.Discord.Slash("note");
        var answer = await asked.AnswerAsync();

        var identify = Assert.Single(connection.Of(Opcodes.Identify))["d"]!;
        Assert.Equal(5633, (int)identify["intents"]!);
        Assert.Equal("[0,1]", identify["shard"]!.ToJsonString());
        Assert.Contains("v=10&encoding=json", connection.Query, StringComparison.Ordinal);
        Assert.StartsWith("DiscordBot (", connection.UserAgent, StringComparison.Ordinal);
        Assert.Equal("got note", (string?)answer["data"]!["content"]);
        Assert.Equal("""{"parse":[]}""", answer["data"]!["allowed_mentions"]!.ToJsonString());
    }

    [Fact]
    public async Task Heartbeats_name_the_last_event_and_come_at_once_when_they_are_asked_for()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();

        await room.PassAsync(GatewayRoom.FirstBeat);
        await room.Discord.UntilAsync(_ => connection.Of(Opcodes.Heartbeat).Count == 1);
        await connection.AskHeartbeatAsync();
        await room.Discord.UntilAsync(_ => connection.Of(Opcodes.Heartbeat).Count == 2);

        Assert.All(connection.Of(Opcodes.Heartbeat), beat => Assert.Equal(2, (int)beat["d"]!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cases_1_2_a_connection_that_fell_silent_is_dropped_and_the_session_goes_on(bool isFrozen)
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();
        room.Discord.MutesAcks = true;
        await room.PassAsync(GatewayRoom.FirstBeat);
        await room.Discord.UntilAsync(_ => connection.Of(Opcodes.Heartbeat).Count == 1);
        if (isFrozen)
        {
            connection.Freeze();
        }

        await room.PassAsync(GatewayRoom.Beat);
        if (isFrozen)
        {
            await room.PassAsync(WireProcess.Distinct.Close);
        }

        room.Discord.MutesAcks = false;
        await room.PassAsync(GatewayRoom.Delay[0]);
        var next = await room.Discord.ConnectionAsync(2);
        await room.Bot.ReadyAsync();

        Assert.Single(next.Of(Opcodes.Resume));
        Assert.StartsWith("/resume", next.Path, StringComparison.Ordinal);
        Assert.Equal(1, room.Discord.Gateway.Identifies);
        Assert.True(isFrozen || connection.ClosedWith is >= 3000 and < 5000);
    }

    [Theory]
    [InlineData("""{"op":7,"d":null}""")]
    [InlineData("""{"op":7,"d":{}}""")]
    public async Task Cases_3_4_asked_for_a_new_connection_it_closes_so_that_the_session_lives_and_resumes(string frame)
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();

        await connection.SendAsync(frame);
        await room.PassAsync(GatewayRoom.Delay[0]);
        var next = await room.Discord.ConnectionAsync(2);
        await room.Bot.ReadyAsync();

        Assert.Equal(CloseCodes.ComingBack, connection.ClosedWith);
        Assert.Equal(2, (int)Assert.Single(next.Of(Opcodes.Resume))["d"]!["seq"]!);
        Assert.Same(connection.Session, next.Session);
    }

    [Fact]
    public async Task Asked_for_a_new_connection_again_and_again_it_waits_no_longer_for_that()
    {
        await using var room = await GatewayRoom.OpenAsync();
        await room.Bot.ConnectAsync();

        foreach (var number in Enumerable.Range(1, 8))
        {
            await AskedAsync(room, number, GatewayRoom.Seconds(6));
            await room.PassAsync(GatewayRoom.Delay[0]);
        }

        await room.Discord.ConnectionAsync(9);
        Assert.Equal((1, 8), (room.Discord.Gateway.Identifies, room.Discord.Gateway.Resumes));
    }

    [Theory]
    [InlineData(6, 1_000_000)]
    [InlineData(1, 5)]
    public async Task One_that_counts_what_is_asked_for_or_was_asked_at_once_waits_longer_each_time(int lived, int sound)
    {
        await using var room = await GatewayRoom.OpenAsync(parts => parts with { Timing = parts.Timing with { Sound = GatewayRoom.Seconds(sound) } });
        await room.Bot.ConnectAsync();

        foreach (var number in Enumerable.Range(1, 3))
        {
            await AskedAsync(room, number, GatewayRoom.Seconds(lived));
            await room.PassAsync(GatewayRoom.Delay[number - 1]);
        }

        Assert.NotNull((await room.Discord.ConnectionAsync(4)).Session);
    }

    /// <summary>A connection lives for a while, until Discord wants another.</summary>
    private static async Task AskedAsync(GatewayRoom room, int number, TimeSpan lived)
    {
        var connection = await room.Discord.ConnectionAsync(number);
        await room.Bot.ReadyAsync();
        room.Time.Advance(lived);
        await connection.ReconnectAsync();
    }

    [Fact]
    public async Task A_client_that_closes_with_1000_has_no_session_to_go_on_with()
    {
        await using var room = await GatewayRoom.OpenAsync(parts => parts with { ClosesWith = 1000 });
        var connection = await room.Bot.ConnectAsync();

        await connection.ReconnectAsync();
        await room.PassAsync(GatewayRoom.Delay[0]);
        await room.Discord.UntilAsync(discord => discord.Gateway.Resumes == 1);
        await room.PassAsync(GatewayRoom.Staggered);
        await room.PassAsync(WireProcess.Distinct.Identify - GatewayRoom.Delay[0] - GatewayRoom.Staggered);
        await room.Discord.UntilAsync(discord => discord.Gateway.Identifies == 2);

        Assert.Equal(1000, connection.ClosedWith);
    }

    [Fact]
    public async Task Case_3_asked_for_a_new_connection_before_the_greeting_it_opens_one()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.ReconnectsBeforeHello = 1;
        room.Bot.Start();

        await room.PassAsync(GatewayRoom.Delay[0]);
        await room.PassAsync(WireProcess.Distinct.Identify - GatewayRoom.Delay[0]);
        var next = await room.Discord.ConnectionAsync(2);
        await room.Bot.ReadyAsync();

        Assert.Single(next.Of(Opcodes.Identify));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Case_5_after_its_session_is_gone_it_waits_and_begins_another_where_the_gateway_is(bool isAfterResume)
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();
        var passed = GatewayRoom.Staggered;
        if (isAfterResume)
        {
            room.Discord.Gateway.ForgetSessions();
            connection.Reset();
            await room.PassAsync(GatewayRoom.Delay[0]);
            await room.Discord.UntilAsync(discord => discord.Gateway.Resumes == 1);
            passed += GatewayRoom.Delay[0];
        }
        else
        {
            await connection.InvalidateAsync(mayResume: false);
        }

        await room.PassAsync(GatewayRoom.Staggered);
        await room.PassAsync(WireProcess.Distinct.Identify - passed);
        var next = await room.Discord.ConnectionAsync(isAfterResume ? 3 : 2);
        await room.Bot.ReadyAsync();

        Assert.Single(next.Of(Opcodes.Identify));
        Assert.Equal("/", next.Path);
        Assert.NotSame(connection.Session, next.Session);
    }

    [Fact]
    public async Task Case_6_a_session_that_may_be_resumed_is()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();

        await connection.InvalidateAsync(mayResume: true);
        await room.PassAsync(GatewayRoom.Staggered);
        var next = await room.Discord.ConnectionAsync(2);
        await room.Bot.ReadyAsync();

        Assert.Same(connection.Session, next.Session);
        Assert.Equal(1, room.Discord.Gateway.Identifies);
    }

    [Fact]
    public async Task Case_7_refused_again_and_again_it_waits_longer_each_time()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.IdentifyWindow = TimeSpan.FromDays(1);
        var first = await room.Bot.ConnectAsync();
        await first.InvalidateAsync(mayResume: false);
        var begun = room.Time.GetUtcNow();

        TimeSpan[] waits = [GatewayRoom.Staggered, GatewayRoom.Staggered, GatewayRoom.Staggered, GatewayRoom.Delay[3], GatewayRoom.Delay[4], GatewayRoom.Delay[5], GatewayRoom.Delay[6]];
        foreach (var (wait, i) in waits.Select((wait, i) => (wait, i)))
        {
            await room.PassAsync(wait);
            if (wait < WireProcess.Distinct.Identify)
            {
                await room.PassAsync(WireProcess.Distinct.Identify - wait);
            }

            await room.Discord.UntilAsync(discord => discord.Gateway.Identifies == i + 2);
        }

        Assert.Equal(TimeSpan.FromSeconds((4 * 5.5) + 8 + 16 + 30), room.Time.GetUtcNow() - begun);
    }

    [Fact]
    public async Task Case_8_a_token_that_is_refused_stops_everything_and_is_named_without_being_told()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();

        await connection.CloseAsync(4004, "Authentication failed.");
        await room.Bot.StateAsync(ShardState.Stopped, "Discord:BotToken");
        var before = room.Discord.Requests.Count;
        var asked = await room.Bot.Api.SelfAsync(CancellationToken.None);

        Assert.False(asked.IsOk);
        Assert.Equal(before, room.Discord.Requests.Count);
        Assert.Single(room.Discord.Gateway.Connections);
        Assert.DoesNotContain(FakeDiscord.BotToken, room.Bot.Health.Problem!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_8_a_wrong_token_is_tried_once()
    {
        await using var room = await GatewayRoom.OpenAsync(settings: ("Discord:BotToken", "quite.wrong.token"));
        room.Bot.Start();

        await room.Bot.StateAsync(ShardState.Stopped, "Discord:BotToken");

        Assert.Single(room.Discord.Requests);
        Assert.Empty(room.Discord.Gateway.Connections);
    }

    [Fact]
    public async Task Case_9_without_the_intent_for_words_it_goes_on_without_them_and_says_what_to_switch_on()
    {
        await using var room = await GatewayRoom.OpenAsync(settings: ("Discord:MessageContent", "true"));
        room.Bot.Start();
        await room.Discord.UntilAsync(discord => discord.Gateway.Connections.Count == 1);

        await room.PassAsync(GatewayRoom.Delay[0]);
        await room.PassAsync(WireProcess.Distinct.Identify - GatewayRoom.Delay[0]);
        var next = await room.Discord.ConnectionAsync(2);
        await room.Bot.ReadyAsync();

        Assert.Equal(5633 | 32768, (int)Assert.Single(room.Discord.Gateway.Connections[0].Of(Opcodes.Identify))["d"]!["intents"]!);
        Assert.Equal(5633, (int)Assert.Single(next.Of(Opcodes.Identify))["d"]!["intents"]!);
        Assert.Contains("Message Content Intent", Assert.Single(room.Bot.Health.Off), StringComparison.Ordinal);
        Assert.Null(room.Bot.Health.Problem);
    }

    [Theory]
    [InlineData(4010, "Discord:Shards")]
    [InlineData(4011, "Discord:Shards")]
    [InlineData(4012, "version")]
    [InlineData(4013, "intent")]
    [InlineData(4014, "Privileged Gateway Intents")]
    public async Task Case_10_after_a_fatal_code_it_stops_and_says_what_to_change(int code, string words)
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();

        await connection.CloseAsync(code);
        await room.Bot.StateAsync(ShardState.Stopped, words);

        Assert.Single(room.Discord.Gateway.Connections);
        Assert.Contains(words, room.Bot.Health.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_goes_on_after_a_fatal_code_connects_again()
    {
        await using var room = await GatewayRoom.OpenAsync(parts => parts with { After = _ => NextStep.Resume });
        var connection = await room.Bot.ConnectAsync();

        await connection.CloseAsync(4013);
        await room.PassAsync(GatewayRoom.Delay[0]);

        Assert.Equal(2, (await room.Discord.ConnectionAsync(2)).Number);
    }

    [Theory]
    [InlineData(4003)]
    [InlineData(4005)]
    [InlineData(4007)]
    [InlineData(4009)]
    public async Task Case_11_after_some_codes_it_begins_a_new_session(int code)
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();

        await connection.CloseAsync(code);
        await room.PassAsync(GatewayRoom.Delay[0]);
        await room.PassAsync(WireProcess.Distinct.Identify - GatewayRoom.Delay[0]);
        var next = await room.Discord.ConnectionAsync(2);

        Assert.Empty(next.Of(Opcodes.Resume));
        Assert.NotSame(connection.Session, next.Session);
    }

    [Fact]
    public async Task Case_12_after_it_was_too_fast_it_waits_longer_and_resumes()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();

        await connection.CloseAsync(4008);
        await room.PassAsync(GatewayRoom.Seconds(10.5));
        var next = await room.Discord.ConnectionAsync(2);

        Assert.Same(connection.Session, next.Session);
    }

    [Fact]
    public async Task Case_12_asked_for_heartbeats_without_end_it_sends_no_more_than_it_may()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();

        for (var i = 0; i < 300; i++)
        {
            await connection.AskHeartbeatAsync();
        }

        room.Say("after them");
        await room.Bot.TakenAsync<DiscordPayload.MessageCreated>(1);
        await room.PassAsync(GatewayRoom.FirstBeat);
        await room.Discord.UntilAsync(_ => connection.Of(Opcodes.Heartbeat).Count == SendLimit.Most - SendLimit.Reserve);

        Assert.True(connection.IsOpen);
        Assert.Single(room.Discord.Gateway.Connections);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(4000)]
    [InlineData(4001)]
    [InlineData(4002)]
    [InlineData(4999)]
    public async Task Case_13_after_any_other_code_it_resumes(int code)
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();

        await connection.CloseAsync(code);
        await room.PassAsync(GatewayRoom.Delay[0]);
        var next = await room.Discord.ConnectionAsync(2);

        Assert.Same(connection.Session, next.Session);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cases_13_14_after_a_connection_ends_without_a_word_what_was_missed_comes_once(bool isReset)
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();
        room.Say("before");
        await room.Bot.TakenAsync<DiscordPayload.MessageCreated>(1);

        _ = isReset ? Reset(connection) : Finish(connection);
        await room.Discord.UntilAsync(_ => !connection.IsOpen);
        room.Say("meanwhile");
        var asked = room.Discord.Slash("note");
        await room.PassAsync(GatewayRoom.Delay[0]);
        await asked.AnswerAsync();
        await room.Bot.TakenAsync<DiscordPayload.Resumed>(1);

        Assert.Equal(2, room.Bot.Taken.Count(delivery => delivery.Payload is DiscordPayload.MessageCreated));
        Assert.Equal(1, asked.Tries);
    }

    [Theory]
    [InlineData(10_000, 1)]
    [InlineData(0, 2)]
    public async Task Case_15_what_is_delivered_again_is_answered_once_unless_nobody_remembers_it(int known, int tries)
    {
        await using var room = await GatewayRoom.OpenAsync(known: known);
        room.Discord.ReplaysAgain = 100;
        var connection = await room.Bot.ConnectAsync();
        var asked = room.Discord.Slash("note");
        await asked.AnswerAsync();

        connection.Reset();
        await room.PassAsync(GatewayRoom.Delay[0]);
        await room.Bot.TakenAsync<DiscordPayload.Resumed>(1);
        var after = room.Discord.Slash("after");
        await after.AnswerAsync();
        await room.Discord.UntilAsync(_ => asked.Tries == tries);

        Assert.Equal(1, room.Discord.Gateway.Identifies);
    }

    [Fact]
    public async Task Case_16_a_gateway_that_never_greets_is_left()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.LeavesHelloOut = true;
        room.Bot.Start();

        await room.Bot.StateAsync(ShardState.Greeting, "greeting");
        await room.PassAsync(WireProcess.Distinct.Hello);
        await room.Bot.StateAsync(ShardState.Connecting, "greeting");
        room.Discord.LeavesHelloOut = false;
        await room.PassAsync(GatewayRoom.Delay[0]);

        Assert.Single((await room.Discord.ConnectionAsync(2)).Of(Opcodes.Identify));
    }

    [Fact]
    public async Task Case_17_a_session_that_never_begins_is_tried_again()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.IgnoresIdentify = true;
        room.Bot.Start();

        await room.PassAsync(WireProcess.Distinct.Ready);
        await room.Bot.StateAsync(ShardState.Connecting, "begin of the session");
        room.Discord.IgnoresIdentify = false;
        await room.PassAsync(GatewayRoom.Delay[0]);

        Assert.Equal(2, (await room.Discord.ConnectionAsync(2)).Number);
    }

    [Fact]
    public async Task Case_18_what_cannot_be_read_is_passed_over()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();

        await connection.SendAsync("""{"op":0,"s":3,"t":"MESSAGE""");
        await connection.SendAsync("");
        await connection.SendAsync("[]");
        await connection.SendAsync(Encoding.UTF8.GetBytes("""{"op":7}"""), WebSocketMessageType.Binary, true);
        var asked = room.Discord.Slash("note");
        await asked.AnswerAsync();

        Assert.True(connection.IsOpen);
        Assert.Single(room.Discord.Gateway.Connections);
    }

    [Fact]
    public async Task Case_18_where_nothing_can_be_read_any_more_another_connection_is_opened()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();

        for (var i = 0; i < 5; i++)
        {
            await connection.SendAsync("{");
        }

        await room.PassAsync(GatewayRoom.Delay[0]);

        Assert.Same(connection.Session, (await room.Discord.ConnectionAsync(2)).Session);
    }

    [Fact]
    public async Task Case_19_frames_in_pieces_are_put_together_even_inside_a_character()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();
        var message = FakePayloads.Message("77", FakeDiscord.Channel, FakeDiscord.Ana, "Größe 📌📌📌 雨", room.Time.GetUtcNow());

        await connection.SendInPiecesAsync(new JsonObject { ["op"] = 0, ["s"] = 3, ["t"] = "MESSAGE_CREATE", ["d"] = message }, 97);
        await room.Bot.TakenAsync<DiscordPayload.MessageCreated>(1);

        Assert.Equal("Größe 📌📌📌 雨", room.Bot.Taken.Select(delivery => delivery.Payload).OfType<DiscordPayload.MessageCreated>().Single().Message.Content);
    }

    [Fact]
    public async Task Case_20_what_is_not_known_is_passed_over_and_still_counted()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();

        await connection.SendAsync("""{"op":99,"d":{"x":1},"new":true}""");
        room.Discord.Dispatch("DOCUMENTED_API", []);
        room.Discord.Dispatch("MESSAGE_CREATE", GatewayRoom.Frame("""{"id":{"no":"id"},"channel_id":7}"""));
        var asked = room.Discord.Interact(2, GatewayRoom.Frame("""{"id":"1","name":"a","type":"1","new":{},"options":[{"type":"3","name":"text","value":"x"},null,{"type":77,"name":"new","value":[1]}]}"""));
        await asked.AnswerAsync();
        await connection.ReconnectAsync();
        await room.PassAsync(GatewayRoom.Delay[0]);
        var next = await room.Discord.ConnectionAsync(2);

        Assert.Equal(5, (int)Assert.Single(next.Of(Opcodes.Resume))["d"]!["seq"]!);
    }

    [Fact]
    public async Task Case_21_a_frame_of_megabytes_is_read()
    {
        await using var room = await GatewayRoom.OpenAsync();
        await room.Bot.ConnectAsync();

        var guild = FakePayloads.Guild();
        guild["description"] = new string('x', 8 * 1024 * 1024);
        room.Discord.Dispatch("GUILD_CREATE", guild);
        var asked = room.Discord.Slash("note");

        Assert.Equal(4, (int)(await asked.AnswerAsync())["type"]!);
    }

    [Fact]
    public async Task Case_21_a_frame_without_end_ends_the_connection()
    {
        await using var room = await GatewayRoom.OpenAsync(parts => parts with { LongestFrame = 100_000 });
        var connection = await room.Bot.ConnectAsync();

        _ = connection.SendAsync($$"""{"op":0,"t":"X","s":3,"d":"{{new string('x', 200_000)}}"}""");
        await room.PassAsync(GatewayRoom.Delay[0]);

        Assert.Same(connection.Session, (await room.Discord.ConnectionAsync(2)).Session);
    }

    [Fact]
    public async Task Case_22_with_no_sessions_left_it_waits_until_there_are_and_says_when()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.SessionsLeft = 0;
        room.Bot.Start();

        await room.Bot.StateAsync(ShardState.Connecting, "13:00 UTC");
        Assert.Empty(room.Discord.Gateway.Connections);
        room.Discord.SessionsLeft = 1000;
        await room.PassAsync(room.Discord.SessionsResetAfter);

        Assert.Equal(1, (await room.Discord.ConnectionAsync(1)).Number);
    }

    [Theory]
    [InlineData(IdentifyGate.Reserve, false)]
    [InlineData(IdentifyGate.Reserve + 1, true)]
    public async Task Case_22_the_last_sessions_of_a_day_are_left_to_who_starts_it_by_hand(int left, bool begins)
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.SessionsLeft = left;
        using var gate = new IdentifyGate(room.Bot.Api, room.Bot.Sessions, WireProcess.Distinct, room.Time);

        var turn = await gate.TakeAsync(0, CancellationToken.None);

        Assert.Equal(begins, turn is IdentifyTurn.Granted);
        Assert.Equal(begins, turn is not IdentifyTurn.Later { Wait.TotalHours: 4 });
    }

    [Theory]
    [InlineData(401, "")]
    [InlineData(401, """{"message":"401: Unauthorized","code":0}""")]
    public async Task Case_23_a_gateway_that_refuses_the_token_is_asked_once(int status, string body)
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.Fault("GET /gateway/bot", new FakeFault { Status = status, Body = body });
        room.Bot.Start();

        await room.Bot.StateAsync(ShardState.Stopped, "Discord:BotToken");

        Assert.Single(room.Discord.Requests);
    }

    [Theory]
    [InlineData(401, "<html>")]
    [InlineData(500, "no")]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    public async Task Case_23_while_the_gateway_is_not_told_it_asks_again_later(int status, string body)
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.Fault("GET /gateway/bot", new FakeFault { Status = status, Body = body }, new FakeFault { Status = status, Body = body });
        room.Bot.Start();

        await room.PassAsync(GatewayRoom.Delay[0]);
        await room.PassAsync(GatewayRoom.Delay[1]);

        Assert.Equal(1, (await room.Discord.ConnectionAsync(1)).Number);
    }

    [Theory]
    [InlineData("ws://gateway.example/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("no address")]
    public async Task Case_23_an_address_that_may_not_be_trusted_is_not_connected_to(string address)
    {
        await using var room = await GatewayRoom.OpenAsync(settings: ("Discord:Shards", "1"));
        room.Discord.Fault("GET /gateway/bot", new FakeFault { Body = new JsonObject { ["url"] = address, ["shards"] = 1 }.ToJsonString() });
        room.Bot.Start();

        await room.Bot.StateAsync(ShardState.Connecting, "no secure gateway");
        await room.PassAsync(GatewayRoom.Delay[0]);
        await room.PassAsync(WireProcess.Distinct.Identify - GatewayRoom.Delay[0]);

        Assert.Equal(1, (await room.Discord.ConnectionAsync(1)).Number);
    }

    [Fact]
    public async Task Case_24_where_the_address_to_resume_at_is_dead_it_begins_anew_at_the_gateway()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.ResumeUrl = "ws://127.0.0.1:1/";
        var connection = await room.Bot.ConnectAsync();

        connection.Reset();
        await room.PassAsync(GatewayRoom.Delay[0]);
        await room.PassAsync(GatewayRoom.Delay[1]);
        await room.PassAsync(WireProcess.Distinct.Identify - GatewayRoom.Delay[0] - GatewayRoom.Delay[1]);
        var next = await room.Discord.ConnectionAsync(2);

        Assert.Single(next.Of(Opcodes.Identify));
    }

    [Fact]
    public async Task Shards_are_as_many_as_Discord_advises_and_each_is_told_of_its_guilds()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.Shards = 2;
        room.Bot.Start();
        await room.Discord.UntilAsync(discord => discord.Gateway.Connections.Count == 1);
        await room.PassAsync(WireProcess.Distinct.Identify);
        await room.Discord.ConnectionAsync(2);
        await room.Bot.ReadyAsync();

        var asked = room.Discord.Slash("note");
        await asked.AnswerAsync();

        Assert.Equal(["[0,2]", "[1,2]"], room.Discord.Gateway.Connections.Select(c => c.Of(Opcodes.Identify).Single()["d"]!["shard"]!.ToJsonString()).Order());
        Assert.Equal(1, asked.Tries);
    }

    [Fact]
    public void Delays_double_up_to_a_minute() => Assert.Equal(
        [1, 2, 4, 8, 16, 32, 60, 60, 60], Enumerable.Range(0, 9).Select(failures => GatewayDelays.Ceiling(failures).TotalSeconds));

    private static bool Reset(FakeConnection connection)
    {
        connection.Reset();
        return true;
    }

    private static bool Finish(FakeConnection connection)
    {
        connection.Finish();
        return true;
    }
}
