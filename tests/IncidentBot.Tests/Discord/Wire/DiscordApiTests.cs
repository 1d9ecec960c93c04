using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Tests.Discord.Fakes;

namespace IncidentBot.Tests.Discord.Wire;

/// <summary>How calls of the API are made, and what becomes of those that go wrong.</summary>
public sealed class DiscordApiTests
{
    private const string PostLine = $"POST /channels/{FakeDiscord.Channel}/messages";
    private static readonly CancellationToken Always = CancellationToken.None;

    [Fact]
    public async Task Calls_say_who_we_are_and_those_for_interactions_carry_no_bot_token()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var asked = room.Discord.Begin(2, FakeCommands.Data("note", []));
        var address = new InteractionAddress(FakeDiscord.Application, asked.Id, asked.Token);

        await room.Bot.Api.SelfAsync(Always);
        await room.Bot.Api.AnswerAsync(address, new DiscordResponse.Deferred(true), GatewayRoom.Seconds(3), Always);
        await room.Bot.Api.EditAnswerAsync(address, MessageBody.Text("done"), Always);

        Assert.All(room.Discord.Requests, request => Assert.StartsWith("DiscordBot (https://", request.UserAgent, StringComparison.Ordinal));
        Assert.Equal([$"Bot {FakeDiscord.BotToken}", null, null], room.Discord.Requests.Select(request => request.Authorization));
        Assert.Equal([200, 204, 200], room.Discord.Requests.Select(request => request.Status));
        Assert.Equal("""{"type":5,"data":{"flags":64}}""", room.Discord.Requests[1].Body!.ToJsonString());
    }

    [Fact]
    public async Task A_message_is_sent_with_all_it_has_and_pings_nobody()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var body = new MessageBody
        {
            Content = "Größe @everyone",
            Embeds = [new Embed { Title = "t", Color = 0xFF0000, Fields = [new EmbedField("a", "b", true)], Timestamp = DateTimeOffset.UnixEpoch }],
            Components =
            [
                new ActionRow([new Button(ButtonStyle.Danger) { Label = "Undo", CustomId = "undo" }, new Button(ButtonStyle.Link) { Label = "Open", Url = "https://example.com/" }]),
                new ActionRow([new StringSelect("s", [new SelectOption("A", "a") { Default = true }])]),
            ],
            Flags = MessageFlags.SuppressEmbeds,
            MessageReference = new OutgoingReference("12"),
        };

        var posted = await room.Bot.Api.PostAsync(FakeDiscord.Channel, body, "n1", Always);

        Assert.True(posted.IsOk);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {"content":"Größe @everyone","embeds":[{"title":"t","color":16711680,"timestamp":"1970-01-01T00:00:00+00:00","fields":[{"name":"a","value":"b","inline":true}]}],
             "components":[{"type":1,"components":[{"type":2,"style":4,"label":"Undo","custom_id":"undo"},{"type":2,"style":5,"label":"Open","url":"https://example.com/"}]},
                           {"type":1,"components":[{"type":3,"custom_id":"s","options":[{"label":"A","value":"a","default":true}]}]}],
             "flags":4,"message_reference":{"message_id":"12","fail_if_not_exists":false},"allowed_mentions":{"parse":[]},"nonce":"n1","enforce_nonce":true}
            """), Assert.Single(room.Discord.RequestsOf(PostLine)).Body), room.Discord.RequestsOf(PostLine)[0].Body!.ToJsonString());
    }

    [SkippableFact]
    public async Task A_body_that_Discord_does_not_describe_fails_the_test_that_sent_it()
    {
        Needs.Shared("discord/samples/openapi.v10.json");
        var room = await GatewayRoom.OpenAsync();
        await room.Bot.Api.PostAsync(FakeDiscord.Channel, new MessageBody { Embeds = [new Embed { Title = new string('x', 257) }] }, "n1", Always);

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => room.DisposeAsync().AsTask());
    }

    [Fact]
    public async Task Files_go_in_parts_with_quoted_names_and_their_real_name_in_the_JSON()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var body = MessageBody.Text("the draft") with { Files = [new OutgoingFile("Störung \"1\".md", "text/markdown", Encoding.UTF8.GetBytes("# x"))] };

        var posted = await room.Bot.Api.PostAsync(FakeDiscord.Channel, body, "n1", Always);

        var request = Assert.Single(room.Discord.RequestsOf(PostLine));
        var file = Assert.Single(request.Files);
        Assert.Equal("form-data; name=\"files[0]\"; filename=\"St_rung__1_.md\"", file.Disposition);
        Assert.Equal(("text/markdown", "# x"), (file.ContentType, Encoding.UTF8.GetString(file.Content)));
        Assert.Equal("""[{"id":"0","filename":"St\u00F6rung \u00221\u0022.md"}]""", request.Body!["attachments"]!.ToJsonString());
        Assert.Equal("Störung \"1\".md", Assert.Single(posted.Value!.Attachments).Filename);
        Assert.Equal("# x", Encoding.UTF8.GetString((await room.Bot.Files.DownloadAsync(posted.Value.Attachments[0], 100, Always)).Value!.Content));
    }

    [Fact]
    public async Task A_file_is_fetched_from_Discord_alone_and_no_longer_than_wanted()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.State.Files["1"] = new byte[50];
        var file = new DiscordAttachment { Url = new Uri(room.Discord.Url, "/cdn/1").AbsoluteUri };

        var elsewhere = await room.Bot.Files.DownloadAsync(file with { Url = "https://example.com/cdn/1" }, 100, Always);
        var whole = await room.Bot.Files.DownloadAsync(file, 50, Always);
        var tooLong = await room.Bot.Files.DownloadAsync(file, 49, Always);

        Assert.Equal((false, true, false), (elsewhere.IsOk, whole.IsOk, tooLong.IsOk));
    }

    [Fact]
    public async Task Everything_else_is_done_where_it_should_be()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var said = room.Discord.State.AddMessage(FakeDiscord.Channel, FakeDiscord.Ana, "hello");
        var (api, id) = (room.Bot.Api, (string)said["id"]!);
        var emoji = new DiscordEmoji { Name = "📌" };

        Assert.True((await api.ReactAsync(FakeDiscord.Channel, id, emoji, Always)).IsOk);
        Assert.True(room.Discord.State.Reactions.ContainsKey($"{id} 📌"));
        Assert.True((await api.UnreactAsync(FakeDiscord.Channel, id, emoji, Always)).IsOk);
        Assert.True((await api.PinAsync(FakeDiscord.Channel, id, Always)).IsOk);
        Assert.Equal(id, Assert.Single((await api.PinsAsync(FakeDiscord.Channel, Always)).Value!.Items).Message.Id);
        Assert.True((await api.UnpinAsync(FakeDiscord.Channel, id, Always)).IsOk);
        Assert.Equal("hello", (await api.MessageAsync(FakeDiscord.Channel, id, Always)).Value!.Content);
        Assert.Equal("incidents", (await api.ChannelAsync(FakeDiscord.Channel, Always)).Value!.Name);
        Assert.Equal("Ana", (await api.MemberAsync(FakeDiscord.Guild, FakeDiscord.Ana, Always)).Value!.Nick);
        Assert.Equal(id, (await api.StartThreadAsync(FakeDiscord.Channel, id, "t", Always)).Value!.Id);
        Assert.NotNull((await api.OpenDirectAsync(FakeDiscord.Ana, Always)).Value);
        Assert.Equal(FakeDiscord.Application, (await api.ApplicationAsync(Always)).Value!.Id);
        Assert.Equal("note", Assert.Single((await api.OverwriteCommandsAsync(FakeDiscord.Application, FakeDiscord.Guild, new JsonArray(GatewayRoom.Frame("""{"name":"note","description":"d"}""")), Always)).Value!).Name);
        Assert.Single((await api.CommandsAsync(FakeDiscord.Application, FakeDiscord.Guild, Always)).Value!);
        Assert.True((await api.DeleteAsync(FakeDiscord.Channel, id, Always)).IsOk);
        Assert.True((await api.DeleteAsync(FakeDiscord.Channel, id, Always)).IsOk);
    }

    [Fact]
    public async Task Messages_after_one_come_oldest_first()
    {
        await using var room = await GatewayRoom.OpenAsync();
        string[] ids = [.. Enumerable.Range(0, 5).Select(i => (string)room.Discord.State.AddMessage(FakeDiscord.Channel, FakeDiscord.Ana, $"{i}")["id"]!)];

        var after = await room.Bot.Api.MessagesAfterAsync(FakeDiscord.Channel, ids[1], 100, Always);

        Assert.Equal(ids[2..], after.Value!.Select(message => message.Id));
    }

    [Fact]
    public async Task Case_25_an_answer_that_is_too_late_is_not_tried_again_and_known_as_that()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var asked = room.Discord.Begin(2, FakeCommands.Data("note", []));
        room.Time.Advance(GatewayRoom.Seconds(4));

        var answer = await room.Bot.Api.AnswerAsync(new(FakeDiscord.Application, asked.Id, asked.Token), new DiscordResponse.Deferred(true), GatewayRoom.Seconds(3), Always);

        Assert.True(answer.Trouble!.IsExpired);
        Assert.Equal(1, asked.Tries);
    }

    [Fact]
    public async Task Case_26_an_interaction_that_is_answered_already_is_known_as_that()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var asked = room.Discord.Begin(2, FakeCommands.Data("note", []));
        var address = new InteractionAddress(FakeDiscord.Application, asked.Id, asked.Token);

        await room.Bot.Api.AnswerAsync(address, new DiscordResponse.Deferred(true), GatewayRoom.Seconds(3), Always);
        var again = await room.Bot.Api.AnswerAsync(address, new DiscordResponse.Deferred(true), GatewayRoom.Seconds(3), Always);

        Assert.True(again.Trouble!.IsAnsweredAlready);
        Assert.Equal(2, asked.Tries);
    }

    [Fact]
    public async Task Case_26_an_answer_whose_own_answer_was_lost_counts_as_given()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var asked = room.Discord.Begin(2, FakeCommands.Data("note", []));
        room.Discord.Fault("POST /interactions/", new FakeFault { DoesWork = true, Resets = true });

        var answering = room.Bot.Api.AnswerAsync(new(FakeDiscord.Application, asked.Id, asked.Token), new DiscordResponse.Deferred(true), GatewayRoom.Seconds(3), Always);
        await room.PassAsync(GatewayRoom.Seconds(0.15));

        Assert.True((await answering).IsOk);
        Assert.Equal(2, asked.Tries);
    }

    [Fact]
    public async Task Case_27_a_token_of_an_interaction_that_is_too_old_is_not_taken_for_the_bots()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var asked = room.Discord.Begin(2, FakeCommands.Data("note", []));
        var address = new InteractionAddress(FakeDiscord.Application, asked.Id, asked.Token);
        await room.Bot.Api.AnswerAsync(address, new DiscordResponse.Deferred(true), GatewayRoom.Seconds(3), Always);
        room.Time.Advance(TimeSpan.FromMinutes(16));

        var edited = await room.Bot.Api.EditAnswerAsync(address, MessageBody.Text("x"), Always);

        Assert.Equal((true, 401), (edited.Trouble!.IsExpired, edited.Trouble.Status));
        Assert.False(room.Bot.Health.IsTokenRefused);
        Assert.True((await room.Bot.Api.SelfAsync(Always)).IsOk);
    }

    [Fact]
    public async Task Case_28_what_is_left_of_a_limit_is_respected_before_Discord_says_no()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.Limits["POST /channels/:id/messages"] = (2, GatewayRoom.Seconds(5));

        Task<DiscordAnswer<DiscordMessage>>[] posts = [.. Enumerable.Range(0, 4).Select(i => room.Bot.Api.PostAsync(FakeDiscord.Channel, MessageBody.Text($"{i}"), $"n{i}", Always))];
        await room.PassAsync(GatewayRoom.Seconds(5));
        await Task.WhenAll(posts);

        Assert.Equal([200, 200, 200, 200], room.Discord.RequestsOf(PostLine).Select(request => request.Status));
        Assert.Equal(["0", "1", "2", "3"], room.Discord.State.SaidIn(FakeDiscord.Channel).Select(message => (string?)message["content"]));
    }

    [Fact]
    public async Task Case_28_a_limit_holds_up_its_own_channel_and_neither_others_nor_interactions()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.Fault(PostLine, FakeFault.Limited(7.25));
        var asked = room.Discord.Begin(2, FakeCommands.Data("note", []));

        var limited = room.Bot.Api.PostAsync(FakeDiscord.Channel, MessageBody.Text("a"), "a", Always);
        await room.Time.TimerAsync(GatewayRoom.Seconds(7.25));
        var other = await room.Bot.Api.PostAsync(FakeDiscord.OtherChannel, MessageBody.Text("b"), "b", Always);
        var answered = await room.Bot.Api.AnswerAsync(new(FakeDiscord.Application, asked.Id, asked.Token), new DiscordResponse.Deferred(true), GatewayRoom.Seconds(3), Always);
        Assert.False(limited.IsCompleted);
        room.Time.Advance(GatewayRoom.Seconds(7.25));

        Assert.True((await limited).IsOk);
        Assert.True(other.IsOk && answered.IsOk);
    }

    [Fact]
    public async Task Case_29_a_limit_for_everything_holds_up_everything_but_interactions()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.Fault(PostLine, FakeFault.Limited(64.5, "global"));
        var asked = room.Discord.Begin(2, FakeCommands.Data("note", []));

        var limited = room.Bot.Api.PostAsync(FakeDiscord.Channel, MessageBody.Text("a"), "a", Always);
        await room.Time.TimerAsync(GatewayRoom.Seconds(64.5));
        var other = room.Bot.Api.PostAsync(FakeDiscord.OtherChannel, MessageBody.Text("b"), "b", Always);
        var answered = await room.Bot.Api.AnswerAsync(new(FakeDiscord.Application, asked.Id, asked.Token), new DiscordResponse.Deferred(true), GatewayRoom.Seconds(3), Always);
        Assert.Empty(room.Discord.RequestsOf($"POST /channels/{FakeDiscord.OtherChannel}"));
        room.Time.Advance(GatewayRoom.Seconds(64.5));

        Assert.True(answered.IsOk && (await limited).IsOk && (await other).IsOk);
    }

    [Theory]
    [InlineData("user", true)]
    [InlineData("shared", false)]
    public async Task Cases_29_30_so_many_refusals_stop_everything_but_limits_that_others_share_do_not_count(string scope, bool stops)
    {
        await using var room = await GatewayRoom.OpenAsync();
        for (var i = 0; i < InvalidRequests.Most; i++)
        {
            room.Discord.Fault("GET /gateway/bot", FakeFault.Limited(0.001, scope));
            await room.Bot.Api.GatewayAsync(Always);
            room.Time.Advance(GatewayRoom.Seconds(0.025));
        }

        var next = await room.Bot.Api.GatewayAsync(Always);

        Assert.Equal(stops, next.Trouble?.Outcome == DiscordOutcome.RateLimited);
        Assert.Equal(InvalidRequests.Most + (stops ? 0 : 1), room.Discord.Requests.Count);
        Assert.Equal(stops, room.Bot.Health.Problem is not null);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(403)]
    public async Task Case_30_turned_away_before_Discord_it_sends_nothing_for_minutes_and_says_so(int status)
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.Fault("GET /users/@me", FakeFault.Cloudflare(status));

        var asking = room.Bot.Api.SelfAsync(Always);
        await room.Time.TimerAsync(TimeSpan.FromMinutes(5));
        Assert.Contains("turns us away", room.Bot.Health.Problem, StringComparison.Ordinal);
        var meanwhile = await room.Bot.Api.GatewayAsync(Always);
        room.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.True((await asking).IsOk);
        Assert.Equal(DiscordOutcome.RateLimited, meanwhile.Trouble!.Outcome);
        Assert.Null(room.Bot.Health.Problem);
    }

    [Fact]
    public async Task Case_31_a_channel_that_may_not_be_seen_is_refused_once()
    {
        await using var room = await GatewayRoom.OpenAsync();

        var posted = await room.Bot.Api.PostAsync("9000000000000000001", MessageBody.Text("a"), "a", Always);

        Assert.True(posted.Trouble!.IsForbidden);
        Assert.Single(room.Discord.Requests);
    }

    [Fact]
    public async Task Case_32_a_form_error_names_its_fields_and_a_file_that_is_too_large_is_known_as_that()
    {
        await using var room = await GatewayRoom.OpenAsync();
        (room.Discord.LargestFile, room.Discord.IsSentWrongBodies) = (4, true);

        var tooLong = await room.Bot.Api.PostAsync(FakeDiscord.Channel, MessageBody.Text("a") with { Embeds = [new Embed { Title = new string('x', 300) }] }, "a", Always);
        var tooLarge = await room.Bot.Api.PostAsync(FakeDiscord.Channel, MessageBody.Text("b") with { Files = [new OutgoingFile("f", "text/plain", new byte[5])] }, "b", Always);

        Assert.Equal("embeds.0.title: Must be fewer in length.", Assert.Single(tooLong.Trouble!.Fields));
        Assert.Contains("[50035] (embeds.0.title", tooLong.Trouble.Text, StringComparison.Ordinal);
        Assert.True(tooLarge.Trouble!.IsTooLarge);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("502")]
    [InlineData("html")]
    public async Task Case_33_a_message_whose_answer_was_lost_is_posted_once(string how)
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.Fault(PostLine, how switch
        {
            "reset" => new FakeFault { DoesWork = true, Resets = true },
            "502" => new FakeFault { DoesWork = true, Status = 502, Body = "<html>" },
            _ => new FakeFault { DoesWork = true, Body = "<html>" },
        });

        var posting = room.Bot.Api.PostAsync(FakeDiscord.Channel, MessageBody.Text("once"), "n1", Always);
        await room.PassAsync(GatewayRoom.Seconds(0.75));

        Assert.True((await posting).IsOk);
        Assert.Equal(2, room.Discord.RequestsOf(PostLine).Count);
        Assert.Equal((await posting).Value!.Id, (string?)Assert.Single(room.Discord.State.SaidIn(FakeDiscord.Channel))["id"]);
    }

    [Fact]
    public async Task Case_33_an_answer_that_never_comes_is_not_waited_for()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Discord.Fault(PostLine, new FakeFault { DoesWork = true, Hangs = true });

        var posting = room.Bot.Api.PostAsync(FakeDiscord.Channel, MessageBody.Text("once"), "n1", Always);
        await room.Discord.UntilAsync(discord => discord.State.SaidIn(FakeDiscord.Channel).Count == 1);
        await room.PassAsync(GatewayRoom.Seconds(10));
        await room.PassAsync(GatewayRoom.Seconds(0.75));

        Assert.True((await posting).IsOk);
        Assert.Single(room.Discord.State.SaidIn(FakeDiscord.Channel));
    }

    [Fact]
    public async Task What_may_be_done_and_cannot_be_done_twice_is_not_tried_again()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var asked = room.Discord.Begin(2, FakeCommands.Data("note", []));
        var address = new InteractionAddress(FakeDiscord.Application, asked.Id, asked.Token);
        await room.Bot.Api.AnswerAsync(address, new DiscordResponse.Deferred(true), GatewayRoom.Seconds(3), Always);
        room.Discord.Fault("POST /webhooks/", new FakeFault { Resets = true });

        var followed = await room.Bot.Api.FollowUpAsync(address, MessageBody.Text("x"), Always);

        Assert.Equal(DiscordOutcome.Unknown, followed.Trouble!.Outcome);
        Assert.Single(room.Discord.RequestsOf("POST /webhooks/"));
    }

    [Fact]
    public async Task After_a_restart_a_message_that_may_stand_there_is_looked_for()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var tried = room.Time.GetUtcNow();
        await room.Bot.Api.PostAsync(FakeDiscord.Channel, MessageBody.Text("once"), DiscordPosts.Nonce("7"), Always);
        room.Time.Advance(TimeSpan.FromHours(1));

        var again = await room.Bot.Posts.PostOnceAsync(FakeDiscord.Channel, MessageBody.Text("once"), "7", tried, Always);
        var other = await room.Bot.Posts.PostOnceAsync(FakeDiscord.Channel, MessageBody.Text("other"), "8", tried, Always);

        Assert.Equal(["once", "other"], room.Discord.State.SaidIn(FakeDiscord.Channel).Select(message => (string?)message["content"]));
        Assert.NotEqual(again.Value!.Id, other.Value!.Id);
    }

    [Fact]
    public async Task Nobody_there_is_told_from_a_refusal()
    {
        await using var room = await GatewayRoom.OpenAsync(settings: ("Discord:ApiUrl", "http://127.0.0.1:1/api/v10/"));

        var asked = await room.Bot.Api.GatewayAsync(Always);

        Assert.Equal(DiscordOutcome.Unreachable, asked.Trouble!.Outcome);
        Assert.Empty(room.Discord.Requests);
    }
}
