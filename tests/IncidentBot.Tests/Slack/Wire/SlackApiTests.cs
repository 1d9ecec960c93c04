using System.Text.Json.Nodes;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Wire;

/// <summary>Calls to the Web API, and what becomes of them when Slack does not do as it should.</summary>
public sealed class SlackApiTests
{
    private const string Post = "chat.postMessage";

    [Fact]
    public async Task A_call_carries_the_bot_token_in_its_header_and_its_arguments_as_a_form()
    {
        await using var room = await WireRoom.OpenAsync();

        var posted = await PostAsync(room, "Grüße 日本 😀 <b>&", threadTs: "1.2");

        var call = Assert.Single(room.Slack.Calls);
        Assert.Equal((FakeSlack.BotToken, "application/x-www-form-urlencoded"), (call.Token, call.ContentType));
        Assert.Equal(("Grüße 日本 😀 <b>&", "1.2"), (call["text"], call["thread_ts"]));
        Assert.Equal(posted.Value!.Ts, Assert.Single(room.Slack.Workspace.Messages).Ts);
    }

    [Theory]
    [InlineData("token_revoked")]
    [InlineData("invalid_auth")]
    [InlineData("account_inactive")]
    public async Task Case_13_once_the_token_is_refused_nothing_more_is_said_for_a_while(string error)
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault(Post, FakeFault.Error(error));

        var first = await PostAsync(room, "one");
        var second = await PostAsync(room, "two");
        var problem = room.Health.Problem;
        room.Time.Advance(TimeSpan.FromMinutes(1));
        var later = await PostAsync(room, "three");

        Assert.Equal((SlackOutcome.Refused, error), (first.Trouble!.Outcome, first.Trouble.Error));
        Assert.Equal((SlackOutcome.Refused, error), (second.Trouble!.Outcome, second.Trouble.Error));
        Assert.Contains($"refuses the bot token ({error})", problem, StringComparison.Ordinal);
        Assert.True(later.IsOk);
        Assert.DoesNotContain("bot token", room.Health.Problem ?? "", StringComparison.Ordinal);
        Assert.Equal(["one", "three"], room.Slack.CallsOf(Post).Select(call => call["text"]));
    }

    [Fact]
    public async Task Case_13_the_event_that_tells_of_it_does_the_same()
    {
        await using var room = await WireRoom.OpenAsync();
        await room.ConnectAsync();

        await room.Slack.EventAsync(new() { ["type"] = "tokens_revoked", ["tokens"] = new JsonObject { ["bot"] = new JsonArray("U0BOT") } });
        var answer = await PostAsync(room, "one");

        Assert.Equal((SlackOutcome.Refused, "token_revoked"), (answer.Trouble!.Outcome, answer.Trouble.Error));
        Assert.True(room.Health.IsTokenRefused);
        Assert.Empty(room.Slack.CallsOf(Post));
    }

    [Fact]
    public async Task Case_16_a_limit_holds_up_one_channel_in_its_order_and_no_other()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault(Post, FakeFault.Limited("2"));

        var first = PostAsync(room, "first");
        await room.Time.TimerAsync(TimeSpan.FromSeconds(2.25));
        var second = PostAsync(room, "second");
        var other = await room.Api.PostAsync(new SlackPost(FakeWorkspace.OtherChannel, "other"), default).WaitAsync(TimeSpan.FromSeconds(20));
        var before = room.Slack.Workspace.Messages.Count;
        room.Time.Advance(TimeSpan.FromSeconds(2.25));
        await Task.WhenAll(first, second);

        Assert.True(other.IsOk);
        Assert.Equal(1, before);
        Assert.Equal(["other", "first", "second"], room.Slack.Workspace.Messages.Select(message => message.Text));
    }

    [Theory]
    [InlineData(null, 30)]
    [InlineData("abc", 30)]
    [InlineData("3600", 300)]
    [InlineData("-5", 30)]
    [InlineData("0", 0)]
    public async Task Case_17_a_limit_that_says_nothing_useful_is_waited_out_for_a_time_of_our_own(string? retryAfter, int seconds)
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault(Post, FakeFault.Limited(retryAfter));

        var posting = PostAsync(room, "one");
        await room.PassAsync(TimeSpan.FromSeconds(seconds + 0.25));

        Assert.True((await posting).IsOk);
        Assert.Equal(2, room.Slack.CallsOf(Post).Count);
    }

    [Fact]
    public async Task Case_17_who_cannot_wait_that_long_is_told_how_long_it_is()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault("views.open", FakeFault.Limited("7"));

        var opened = await room.Api.OpenViewAsync(room.Slack.NewTrigger(), Modal(), default);

        Assert.Equal(SlackOutcome.RateLimited, opened.Trouble!.Outcome);
        Assert.Equal(7.25, opened.Trouble.RetryAfter.TotalSeconds);
        Assert.Contains("again in 8 s", opened.Trouble.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Posts_to_one_channel_keep_to_the_pace_that_Slack_allows()
    {
        await using var room = await WireRoom.OpenAsync();

        var posts = Enumerable.Range(0, 6).Select(i => PostAsync(room, $"{i}")).ToList();
        await room.Time.TimerAsync(TimeSpan.FromSeconds(1));
        var atOnce = room.Slack.CallsOf(Post).Count;
        room.Time.Advance(TimeSpan.FromSeconds(1));
        await room.PassAsync(TimeSpan.FromSeconds(1));
        await Task.WhenAll(posts);

        Assert.Equal(4, atOnce);
        Assert.Equal(["0", "1", "2", "3", "4", "5"], room.Slack.Workspace.Messages.Select(message => message.Text));
    }

    public static TheoryData<string, FakeFaultKind> UnknownOutcomes => new()
    {
        { "stored, then 500", FakeFaultKind.StoredThen500 }, { "stored, then reset", FakeFaultKind.StoredThenReset },
        { "stored, then silence", FakeFaultKind.StoredThenSilence }, { "stored, then HTML", FakeFaultKind.StoredThenHtml },
        { "500", FakeFaultKind.Only500 }, { "reset", FakeFaultKind.OnlyReset }, { "no timestamp", FakeFaultKind.NoTimestamp },
    };

    [Theory]
    [MemberData(nameof(UnknownOutcomes))]
    public async Task Cases_18_19_20_a_post_whose_outcome_is_unknown_is_looked_for_and_stands_there_once(string what, FakeFaultKind kind)
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault(Post, Fault(kind));

        var posting = room.Posts.PostOnceAsync(new SlackPost(FakeWorkspace.Channel, what), "post-1", triedAt: null, default);
        if (kind == FakeFaultKind.StoredThenSilence)
        {
            await room.Slack.UntilAsync(slack => slack.CallsOf(Post).Count == 1);
            await room.PassAsync(SlackCalls.Timeout);
        }

        await room.PassAsync(TimeSpan.FromSeconds(2));
        var posted = await posting;

        Assert.Equal(Assert.Single(room.Slack.Workspace.Messages).Ts, posted.Value?.Ts);
        Assert.Single(room.Slack.CallsOf("conversations.history"));
        Assert.Equal(kind <= FakeFaultKind.StoredThenHtml ? 1 : 2, room.Slack.CallsOf(Post).Count);
    }

    [Fact]
    public async Task Case_18_a_post_in_a_thread_is_looked_for_there_and_another_post_is_not_taken_for_it()
    {
        await using var room = await WireRoom.OpenAsync();
        await room.Api.PostAsync(new SlackPost(FakeWorkspace.Channel, "other") { ThreadTs = "1.5" }, default, id: "post-0");
        room.Slack.Fault(Post, Fault(FakeFaultKind.Only500));

        var posting = room.Posts.PostOnceAsync(new SlackPost(FakeWorkspace.Channel, "mine") { ThreadTs = "1.5" }, "post-1", triedAt: null, default);
        await room.PassAsync(TimeSpan.FromSeconds(2));
        await posting;

        Assert.Equal(["other", "mine"], room.Slack.Workspace.Messages.Select(message => message.Text));
        Assert.Single(room.Slack.CallsOf("conversations.replies"));
    }

    [Fact]
    public async Task Case_18_after_a_restart_what_may_stand_there_is_looked_for_first()
    {
        await using var room = await WireRoom.OpenAsync();
        var post = new SlackPost(FakeWorkspace.Channel, "mine");
        await room.Api.PostAsync(post, default, id: "post-1");

        var posted = await room.Posts.PostOnceAsync(post, "post-1", room.Time.GetUtcNow(), default);

        Assert.Equal(Assert.Single(room.Slack.Workspace.Messages).Ts, posted.Value?.Ts);
    }

    [Fact]
    public async Task Case_18_where_nobody_can_look_nothing_is_posted_again()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault(Post, Fault(FakeFaultKind.StoredThen500));
        room.Slack.Fault("conversations.history", FakeFault.Error("missing_scope", needed: "channels:history"));

        var posting = room.Posts.PostOnceAsync(new SlackPost(FakeWorkspace.Channel, "mine"), "post-1", triedAt: null, default);
        await room.PassAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(SlackOutcome.Unknown, (await posting).Trouble!.Outcome);
        Assert.Single(room.Slack.Workspace.Messages);
    }

    [Theory]
    [InlineData(500, "oops")]
    [InlineData(200, "<html>")]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"ok":"yes"}""")]
    [InlineData(200, """{"ok":false,"error":"internal_error"}""")]
    public async Task Case_20_what_is_safe_to_ask_again_is_asked_again_three_times(int status, string body)
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault("users.info", [.. Enumerable.Repeat(new FakeFault { Status = status, Body = body }, 4)]);

        var asking = room.Api.UserAsync(FakeWorkspace.Ana, default);
        foreach (var seconds in new[] { 0.75, 1.5, 3 })
        {
            await room.PassAsync(TimeSpan.FromSeconds(seconds));
        }

        Assert.Equal(SlackOutcome.Unknown, (await asking).Trouble!.Outcome);
        Assert.Equal(4, room.Slack.CallsOf("users.info").Count);
        Assert.Equal("Ana Ops", (await room.Api.UserAsync(FakeWorkspace.Ana, default)).Value!.DisplayName);
    }

    [Theory]
    [InlineData("""{"ok":true}""")]
    [InlineData("""{"ok":true,"ts":null,"channel":null}""")]
    [InlineData("""{"ok":true,"ts":{},"channel":[]}""")]
    public async Task Case_20_an_answer_without_what_was_asked_for_is_no_success(string body)
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault(Post, new FakeFault { Body = body });

        var answer = await PostAsync(room, "one");

        Assert.Equal(SlackOutcome.Unknown, answer.Trouble!.Outcome);
        Assert.Single(room.Slack.CallsOf(Post));
    }

    [Fact]
    public async Task Case_21_a_missing_scope_is_named_and_the_call_not_made_again()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault("pins.add", FakeFault.Error("missing_scope", needed: "pins:write", provided: "commands"));

        var pinned = await room.Api.PinAsync(FakeWorkspace.Channel, "1.1", default);

        Assert.Equal("pins:write", pinned.Trouble!.Needed);
        Assert.Contains("the scope pins:write is missing", pinned.Trouble.Text, StringComparison.Ordinal);
        Assert.Equal(["pins:write"], room.Health.MissingScopes);
        Assert.Single(room.Slack.CallsOf("pins.add"));
    }

    [Fact]
    public async Task Case_22_a_channel_that_cannot_be_written_to_is_refused_once()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Workspace.Channels[FakeWorkspace.Channel]["is_archived"] = true;

        var archived = await room.Posts.PostOnceAsync(new SlackPost(FakeWorkspace.Channel, "one"), "1", null, default);
        var unknown = await room.Posts.PostOnceAsync(new SlackPost("C0NONE", "one"), "2", null, default);

        Assert.Equal(["is_archived", "channel_not_found"], new[] { archived, unknown }.Select(answer => answer.Trouble!.Error));
        Assert.Equal(2, room.Slack.Calls.Count);
    }

    [Fact]
    public async Task What_is_already_so_is_done()
    {
        await using var room = await WireRoom.OpenAsync();
        var ts = room.Slack.Workspace.Write(FakeWorkspace.Ana, "hello").Ts;

        await room.Api.PinAsync(FakeWorkspace.Channel, ts, default);
        await room.Api.ReactAsync(FakeWorkspace.Channel, ts, "pushpin", default);

        Assert.True((await room.Api.PinAsync(FakeWorkspace.Channel, ts, default)).IsOk);
        Assert.True((await room.Api.ReactAsync(FakeWorkspace.Channel, ts, "pushpin", default)).IsOk);
    }

    [Fact]
    public async Task Case_26_a_trigger_that_is_old_or_used_opens_nothing_and_is_tried_once()
    {
        await using var room = await WireRoom.OpenAsync();
        var trigger = room.Slack.NewTrigger();
        await room.Api.OpenViewAsync(trigger, Modal(), default);

        var again = await room.Api.OpenViewAsync(trigger, Modal(), default);
        var never = await room.Api.OpenViewAsync("1.2.3", Modal(), default);

        Assert.Equal(["exchanged_trigger_id", "invalid_trigger_id"], new[] { again, never }.Select(answer => answer.Trouble!.Error));
        Assert.Equal(3, room.Slack.CallsOf("views.open").Count);
        Assert.Single(room.Slack.Workspace.Views);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_token()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault("auth.test", new FakeFault { Status = 302 });

        var answer = await room.Api.TestAuthAsync(default);

        Assert.Equal((SlackOutcome.Refused, "HTTP 302"), (answer.Trouble!.Outcome, answer.Trouble.Error));
        Assert.Single(room.Slack.Calls);
    }

    [Fact]
    public async Task The_history_is_read_page_by_page()
    {
        await using var room = await WireRoom.OpenAsync();
        var first = room.Slack.Workspace.Write(FakeWorkspace.Ana, "0");
        Enumerable.Range(1, 5).ToList().ForEach(i => room.Slack.Workspace.Write(FakeWorkspace.Ana, $"{i}"));
        var range = new SlackRange(FakeWorkspace.Channel) { Oldest = first.Ts, Limit = 3 };

        var page = await room.Api.HistoryAsync(range, default);
        var next = await room.Api.HistoryAsync(range, default, page.Value!.Next);

        Assert.Equal(["5", "4", "3"], page.Value.Messages.Select(message => message.Text));
        Assert.Equal(["2", "1"], next.Value!.Messages.Select(message => message.Text));
        Assert.Null(next.Value.Next);
    }

    [Fact]
    public async Task A_person_without_a_time_zone_or_a_name_is_read_all_the_same()
    {
        await using var room = await WireRoom.OpenAsync();

        var bot = await room.Api.UserAsync(FakeWorkspace.Bot, default);
        var ana = await room.Api.UserAsync(FakeWorkspace.Ana, default);
        var nobody = await room.Api.UserAsync("U404", default);

        Assert.Equal((null, "incidentbot"), (bot.Value!.Tz, bot.Value.DisplayName));
        Assert.Equal(("Europe/Madrid", "Ana Ops"), (ana.Value!.Tz, ana.Value.DisplayName));
        Assert.Equal("user_not_found", nobody.Trouble!.Error);
    }

    [Fact]
    public async Task Every_method_is_understood()
    {
        await using var room = await WireRoom.OpenAsync();
        var (api, channel) = (room.Api, FakeWorkspace.Channel);
        var ts = (await PostAsync(room, "one")).Value!.Ts;
        var view = (await api.OpenViewAsync(room.Slack.NewTrigger(), Modal(), default)).Value!.View!;

        Assert.True((await api.TestAuthAsync(default)).IsOk);
        Assert.True((await api.UpdateAsync(new SlackPost(channel, "two"), ts, default)).IsOk);
        Assert.True((await api.PostEphemeralAsync(new SlackPost(channel, "psst"), FakeWorkspace.Ana, default)).IsOk);
        Assert.True((await api.ReactAsync(channel, ts, "pushpin", default)).IsOk);
        Assert.Equal("pushpin", (await api.GetReactionsAsync(channel, ts, default)).Value!.Message!.Reactions[0].Name);
        Assert.True((await api.UnreactAsync(channel, ts, "pushpin", default)).IsOk);
        Assert.True((await api.PinAsync(channel, ts, default)).IsOk);
        Assert.Equal("two", (await api.ListPinsAsync(channel, default)).Value!.Items[0].Message!.Text);
        Assert.True((await api.UnpinAsync(channel, ts, default)).IsOk);
        Assert.True((await api.UpdateViewAsync(view.Id, Modal(), view.Hash, default)).IsOk);
        Assert.True((await api.PublishViewAsync(FakeWorkspace.Ana, new JsonObject { ["type"] = "home", ["blocks"] = new JsonArray() }, default)).IsOk);
        Assert.Equal("general", (await api.ChannelAsync(channel, default)).Value!.Name);
        Assert.Equal("D0ANA", (await api.OpenDirectAsync(FakeWorkspace.Ana, default)).Value!.Id);
        Assert.Single((await api.RepliesAsync(new SlackRange(channel), ts, default)).Value!.Messages);
        Assert.True((await api.DeleteAsync(channel, ts, default)).IsOk);
        Assert.Empty(room.Slack.Workspace.Messages);
    }

    public enum FakeFaultKind
    {
        StoredThen500,
        StoredThenReset,
        StoredThenSilence,
        StoredThenHtml,
        Only500,
        OnlyReset,
        NoTimestamp,
    }

    private static FakeFault Fault(FakeFaultKind kind) => kind switch
    {
        FakeFaultKind.StoredThen500 => new FakeFault { DoesWork = true, Status = 500, Body = "oops" },
        FakeFaultKind.StoredThenReset => new FakeFault { DoesWork = true, Resets = true },
        FakeFaultKind.StoredThenSilence => new FakeFault { DoesWork = true, Hangs = true },
        FakeFaultKind.StoredThenHtml => new FakeFault { DoesWork = true, Body = "<html>", ContentType = "text/html" },
        FakeFaultKind.Only500 => new FakeFault { Status = 500 },
        FakeFaultKind.OnlyReset => new FakeFault { Resets = true },
        _ => new FakeFault { Body = """{"ok":true}""" },
    };

    private static JsonObject Modal() => new() { ["type"] = "modal", ["callback_id"] = "m", ["blocks"] = new JsonArray() };

    private static Task<SlackAnswer<PostedMessage>> PostAsync(WireRoom room, string text, string? threadTs = null) =>
        room.Api.PostAsync(new SlackPost(FakeWorkspace.Channel, text) { ThreadTs = threadTs }, default);
}
