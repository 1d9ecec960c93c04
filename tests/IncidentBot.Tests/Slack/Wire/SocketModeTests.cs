using System.Net.WebSockets;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Slack.Wire.Sockets;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Wire;

/// <summary>Connecting, staying connected, and what becomes of deliveries in between.</summary>
public sealed class SocketModeTests
{
    [Fact]
    public async Task It_is_connected_once_Slack_has_greeted_and_not_before()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.LeavesGreetingOut = true;
        _ = room.RunLane();

        await room.StateAsync(SocketState.WaitingHello, "greeting");
        await room.Slack.UntilAsync(slack => slack.Sockets.Count == 1);
        var before = room.Health.Problem;
        await room.Slack.Sockets[0].GreetAsync();
        await room.ReadyAsync();

        Assert.Contains("waiting", before, StringComparison.Ordinal);
        Assert.Null(room.Health.Problem);
        var call = Assert.Single(room.Slack.CallsOf("apps.connections.open"));
        Assert.Equal((FakeSlack.AppToken, "application/x-www-form-urlencoded"), (call.Token, call.ContentType));
    }

    [Fact]
    public async Task A_command_is_acknowledged_once_with_its_answer()
    {
        await using var room = await WireRoom.OpenAsync();
        await room.ConnectAsync();

        var ack = await room.Slack.SlashAsync("/note disk full");

        Assert.Equal("got disk full", ack.Text);
        Assert.Single(room.Slack.Acks);
        Assert.Empty(room.Slack.Sockets[0].Odd);
    }

    [Fact]
    public async Task Case_29_what_is_not_known_is_acknowledged_without_an_answer()
    {
        await using var room = await WireRoom.OpenAsync();
        await room.ConnectAsync();

        var type = await room.Slack.DeliverAsync(FakeSlack.Envelope("brand_new_thing", new() { ["a"] = 1 }));
        var happening = await room.Slack.EventAsync(new() { ["type"] = "star_added" });
        var action = await room.Slack.InteractiveAsync(new() { ["type"] = "block_suggestion" });

        Assert.All([type, happening, action], ack => Assert.Null(ack.Payload));
        Assert.Equal(["unknown brand_new_thing", "unknown event star_added", "unknown block_suggestion"], room.Taken.Select(d => d.Kind));
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    [InlineData("a_reason_of_the_future")]
    public async Task Cases_4_5_8_a_fresh_socket_is_greeted_before_the_old_one_is_closed_and_what_is_owed_goes_out_on_the_old(string reason)
    {
        await using var room = await WireRoom.OpenAsync();
        var old = await room.ConnectAsync();
        var stored = new TaskCompletionSource<SlackAck>();
        room.Take = _ => stored.Task;
        var owed = room.Slack.SlashAsync("/note in work");
        await room.Changed.UntilAsync(() => room.Taken.Count == 1);
        room.Slack.LeavesGreetingOut = true;

        await old.DisconnectAsync(reason);
        await room.Slack.UntilAsync(slack => slack.Sockets.Count == 2);
        var whileOpening = (old.IsOpen, room.Status.IsConnected, room.Health.Problem);
        await room.Slack.Sockets[1].GreetAsync();
        await room.ReadyAsync();
        stored.SetResult(SlackAck.Ephemeral("stored"));
        var ack = await owed;
        await room.PassAsync(room.Parts.Timing.Linger);
        await room.Slack.UntilAsync(_ => !old.IsOpen);

        Assert.Equal((true, true, null), whileOpening);
        Assert.Equal((1, "stored"), (ack.Socket.Number, ack.Text));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, old.ClosedWith);
        Assert.Single(room.Slack.Open);
        Assert.Single(room.Taken);
    }

    [Fact]
    public async Task Case_5_an_old_socket_that_owes_for_too_long_is_closed_all_the_same()
    {
        await using var room = await WireRoom.OpenAsync();
        var old = await room.ConnectAsync();
        var stored = new TaskCompletionSource<SlackAck>();
        room.Take = _ => stored.Task;
        _ = old.SendAsync(FakeSlack.Envelope("events_api", room.Slack.EventPayload(WireRoom.Message("slow"))).ToJsonString());
        await room.Changed.UntilAsync(() => room.Taken.Count == 1);

        await old.DisconnectAsync("refresh_requested");
        await room.Slack.SocketAsync(2);
        await room.PassAsync(room.Parts.Timing.Linger);
        await room.PassAsync(room.Parts.Timing.Drain);
        await room.Slack.UntilAsync(_ => !old.IsOpen);
        stored.SetResult(SlackAck.Empty);

        Assert.Equal(WebSocketCloseStatus.NormalClosure, old.ClosedWith);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Case_6_while_the_link_is_disabled_it_comes_back_slowly_and_says_what_to_do(bool isToldSo)
    {
        await using var room = await WireRoom.OpenAsync();
        var old = await room.ConnectAsync();
        room.Slack.RefusesSocketsWith = isToldSo ? "link_disabled" : null;
        room.Slack.RefusesUpgradeWith = isToldSo ? null : 403;

        await old.DisconnectAsync("link_disabled");
        await room.StateAsync(SocketState.Opening, "switched off");
        await room.PassAsync(TimeSpan.FromSeconds(0.5));
        await room.Time.TimerAsync(TimeSpan.FromSeconds(90));
        room.Time.Advance(TimeSpan.FromSeconds(89));
        var early = room.Slack.CallsOf("apps.connections.open").Count;
        (room.Slack.RefusesSocketsWith, room.Slack.RefusesUpgradeWith) = (null, null);
        room.Time.Advance(TimeSpan.FromSeconds(1));
        await room.ReadyAsync();

        Assert.Equal((2, 3), (early, room.Slack.CallsOf("apps.connections.open").Count));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, old.ClosedWith);
    }

    [Fact]
    public async Task Case_6_a_link_that_is_disabled_again_and_again_is_not_opened_again_and_again()
    {
        await using var room = await WireRoom.OpenAsync();
        await (await room.ConnectAsync()).DisconnectAsync("link_disabled");
        await room.PassAsync(TimeSpan.FromSeconds(0.5));

        await (await room.Slack.SocketAsync(2)).DisconnectAsync("link_disabled");
        await room.PassAsync(TimeSpan.FromSeconds(90));
        await room.Slack.SocketAsync(3);

        Assert.Equal(3, room.Slack.CallsOf("apps.connections.open").Count);
    }

    [Fact]
    public async Task Case_7_too_many_sockets_are_met_by_backing_off_never_by_another_one_beside()
    {
        await using var room = await WireRoom.OpenAsync();
        var old = await room.ConnectAsync();
        room.Slack.RefusesSocketsWith = "too_many_websockets";

        await old.DisconnectAsync("too_many_websockets");
        await room.StateAsync(SocketState.Opening, "too many connections");
        await room.Slack.UntilAsync(_ => !old.IsOpen);
        var beside = room.Slack.Sockets.Count;
        for (var failures = 0; failures < 8; failures++)
        {
            await room.PassAsync(ReconnectDelays.Ceiling(failures) / 2);
            await room.Slack.UntilAsync(slack => slack.Sockets.Count == failures + 2);
        }

        await room.Time.TimerAsync(ReconnectDelays.Ceiling(8) / 2);

        Assert.Equal(1, beside);
        Assert.Equal(9, room.Slack.CallsOf("apps.connections.open").Count);
        Assert.Contains("Slack:Connections", room.Health.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_9_a_socket_that_is_never_greeted_is_closed_and_another_is_tried()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.LeavesGreetingOut = true;
        _ = room.RunLane();

        await room.StateAsync(SocketState.WaitingHello, "greeting");
        await room.PassAsync(room.Parts.Timing.Hello);
        await room.StateAsync(SocketState.Opening, "greeting did not come");
        room.Slack.LeavesGreetingOut = false;
        await room.PassAsync(TimeSpan.FromSeconds(0.5));
        await room.ReadyAsync();
        await room.Slack.UntilAsync(slack => !slack.Sockets[0].IsOpen);

        Assert.Equal(2, room.Slack.Sockets.Count);
    }

    [Fact]
    public async Task Case_10_a_socket_that_died_silently_is_noticed_and_replaced()
    {
        var timing = new SocketTiming { Close = TimeSpan.FromSeconds(1.3), Ping = TimeSpan.FromMilliseconds(100), Pong = TimeSpan.FromMilliseconds(100) };
        await using var room = await WireRoom.OpenAsync(timing: timing);
        var old = await room.ConnectAsync();

        old.Deafen();
        await room.StateAsync(SocketState.Opening, "fell silent");
        await room.PassAsync(TimeSpan.FromSeconds(0.5));
        await room.Slack.SocketAsync(2);
        await room.ReadyAsync();

        Assert.Equal("got still here", (await room.Slack.SlashAsync("/note still here", socket: room.Slack.Sockets[1])).Text);
    }

    [Fact]
    public async Task Case_11_after_a_reset_in_the_middle_of_a_frame_it_reconnects_and_what_was_in_work_is_answered()
    {
        await using var room = await WireRoom.OpenAsync();
        var old = await room.ConnectAsync();
        var stored = new TaskCompletionSource<SlackAck>();
        room.Take = _ => stored.Task;
        var command = room.Slack.SlashPayload("/note in work");
        await old.SendAsync(FakeSlack.Envelope("slash_commands", command).ToJsonString());
        await room.Changed.UntilAsync(() => room.Taken.Count == 1);

        await old.SendAsync("{\"envelope_id\":\"e2\",\"type\":\"slash_com"u8.ToArray(), WebSocketMessageType.Text, isWhole: false);
        old.Drop();
        await room.StateAsync(SocketState.Opening, "broke");
        stored.SetResult(SlackAck.Ephemeral("stored"));
        await room.Slack.UntilAsync(slack => slack.Answers((string)command["response_url"]!).Count == 1);
        await room.PassAsync(TimeSpan.FromSeconds(0.5));
        await room.ReadyAsync();

        Assert.Equal("stored", (string?)room.Slack.Answers((string)command["response_url"]!)[0]["text"]);
        Assert.Single(room.Taken);
    }

    [Theory]
    [InlineData("invalid_auth")]
    [InlineData("not_authed")]
    [InlineData("account_inactive")]
    [InlineData("token_revoked")]
    [InlineData("not_allowed_token_type")]
    [InlineData("missing_scope")]
    public async Task Case_12_a_token_that_is_refused_is_tried_once_and_named_without_being_told(string error)
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault("apps.connections.open", FakeFault.Error(error, needed: error == "missing_scope" ? "connections:write" : null));

        await room.RunLane();

        Assert.Single(room.Slack.CallsOf("apps.connections.open"));
        Assert.Equal(SocketState.Stopped, room.Status.State);
        Assert.Contains("Slack:AppToken", room.Health.Problem, StringComparison.Ordinal);
        Assert.Contains(error, room.Health.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeSlack.AppToken, room.Health.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_14_a_limit_on_connecting_is_waited_out()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault("apps.connections.open", FakeFault.Limited("3"));
        _ = room.RunLane();

        await room.Time.TimerAsync(TimeSpan.FromSeconds(3.25));
        room.Time.Advance(TimeSpan.FromSeconds(3));
        var early = room.Slack.CallsOf("apps.connections.open").Count;
        room.Time.Advance(TimeSpan.FromSeconds(0.25));
        await room.Slack.SocketAsync(1);

        Assert.Equal((1, 2), (early, room.Slack.CallsOf("apps.connections.open").Count));
    }

    [Fact]
    public async Task Case_15_while_Slack_stumbles_it_waits_longer_each_time_and_connects_in_the_end()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault("apps.connections.open", FakeFault.Error("internal_error"), new FakeFault { Status = 503 }, new FakeFault { Body = "<html>" }, FakeFault.Error("fatal_error"));
        _ = room.RunLane();

        foreach (var seconds in new[] { 0.5, 1, 2, 4 })
        {
            await room.PassAsync(TimeSpan.FromSeconds(seconds));
        }

        await room.ReadyAsync();

        Assert.Equal(5, room.Slack.CallsOf("apps.connections.open").Count);
    }

    [Fact]
    public async Task Case_39_what_cannot_be_reached_is_tried_again_after_longer_and_longer_waits()
    {
        await using var room = await WireRoom.OpenAsync(apiUrl: new Uri("http://127.0.0.1:1/api/"));
        _ = room.RunLane();

        for (var failures = 0; failures < 8; failures++)
        {
            await room.PassAsync(ReconnectDelays.Ceiling(failures) / 2);
        }

        Assert.Contains("cannot be reached", room.Health.Problem, StringComparison.Ordinal);
        Assert.Contains("no connection", room.Health.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_39_a_proxy_or_server_that_refuses_the_socket_is_tried_again()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.RefusesUpgradeWith = 407;
        _ = room.RunLane();

        await room.PassAsync(TimeSpan.FromSeconds(0.5));
        await room.Time.TimerAsync(TimeSpan.FromSeconds(1));
        var problem = room.Health.Problem;
        room.Slack.RefusesUpgradeWith = null;
        await room.PassAsync(TimeSpan.FromSeconds(1));
        await room.ReadyAsync();

        Assert.Contains("cannot be opened", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("ticket", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sockets_are_opened_nowhere_but_at_a_secure_address()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.SocketAddress = "ws://203.0.113.7/";
        _ = room.RunLane();

        await room.StateAsync(SocketState.Opening, "no secure socket");

        Assert.Empty(room.Slack.Sockets);
    }

    [Fact]
    public async Task Case_36_a_stop_finishes_what_is_in_work_and_closes_in_order()
    {
        await using var room = await WireRoom.OpenAsync();
        var socket = await room.ConnectAsync();
        var stored = new TaskCompletionSource<SlackAck>();
        room.Take = _ => stored.Task;
        var owed = room.Slack.SlashAsync("/note in work");
        await room.Changed.UntilAsync(() => room.Taken.Count == 1);

        var stopping = room.StopAsync();
        await room.StateAsync(SocketState.Stopped, "stopped");
        stored.SetResult(SlackAck.Ephemeral("stored"));
        var ack = await owed;
        await stopping;
        await room.Slack.UntilAsync(_ => !socket.IsOpen);

        Assert.Equal("stored", ack.Text);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.ClosedWith);
        Assert.Single(room.Slack.Sockets);
    }

    [Fact]
    public async Task Case_40_a_wall_clock_that_jumps_changes_no_deadline()
    {
        var inner = new Fakes.ManualTime();
        var time = new JumpingTime(inner);
        await using var room = await WireRoom.OpenAsync(clock: time);
        room.Slack.LeavesGreetingOut = true;
        _ = room.RunLane();
        await room.StateAsync(SocketState.WaitingHello, "greeting");
        await room.Slack.UntilAsync(slack => slack.Sockets.Count == 1);
        await inner.TimerAsync(room.Parts.Timing.Hello);

        time.Jump = TimeSpan.FromDays(1);
        inner.Advance(TimeSpan.FromSeconds(9));
        await room.Slack.Sockets[0].GreetAsync();
        await room.ReadyAsync();

        Assert.Single(room.Slack.Sockets);
    }

    [Fact]
    public void Delays_double_up_to_a_minute() => Assert.Equal(
        [1, 2, 4, 8, 16, 32, 60, 60, 60], Enumerable.Range(0, 9).Select(failures => ReconnectDelays.Ceiling(failures).TotalSeconds));

    [Fact]
    public void Delays_are_anything_up_to_their_ceiling()
    {
        var delays = new ReconnectDelays(new Random(1));

        var drawn = Enumerable.Range(0, 1000).Select(_ => delays.After(3).TotalSeconds).ToList();

        Assert.All(drawn, delay => Assert.InRange(delay, 0, 8));
        Assert.InRange(drawn.Average(), 3.5, 4.5);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.InRange(delays.AfterLinkDisabled().TotalSeconds, 60, 120));
    }

    private sealed class JumpingTime(Fakes.ManualTime inner) : TimeProvider
    {
        public TimeSpan Jump { get; set; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Jump;

        public override long GetTimestamp() => inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            inner.CreateTimer(callback, state, dueTime, period);
    }
}
