using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Slack.Wire.Sockets;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Wire;

/// <summary>What comes over a socket and should not, and acknowledgements that are too long.</summary>
public sealed class FrameTests
{
    [Theory]
    [InlineData("{not json")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("\"x\"")]
    [InlineData("{\"type\":\"hello\"}")]
    [InlineData("{\"type\":7,\"reason\":{}}")]
    [InlineData("{\"envelope_id\":7,\"type\":\"slash_commands\"}")]
    public async Task Case_28_frames_without_an_id_are_passed_over(string frame)
    {
        await using var room = await WireRoom.OpenAsync();
        var socket = await room.ConnectAsync();

        await socket.SendAsync(frame);
        await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Binary, isWhole: true);

        Assert.Equal("got alive", (await room.Slack.SlashAsync("/note alive")).Text);
        Assert.Single(room.Slack.Acks);
        Assert.Single(room.Slack.Sockets);
    }

    [Theory]
    [InlineData("{\"envelope_id\":\"e1\",\"type\":\"slash_commands\"}")]
    [InlineData("{\"envelope_id\":\"e1\",\"type\":\"slash_commands\",\"payload\":null}")]
    [InlineData("{\"envelope_id\":\"e1\",\"type\":\"slash_commands\",\"payload\":{\"command\":[]}}")]
    [InlineData("{\"envelope_id\":\"e1\",\"type\":\"interactive\",\"payload\":\"x\"}")]
    [InlineData("{\"envelope_id\":\"e1\",\"type\":\"interactive\",\"payload\":{\"type\":\"view_submission\",\"view\":7}}")]
    [InlineData("{\"envelope_id\":\"e1\",\"type\":\"events_api\",\"payload\":{\"type\":\"event_callback\"}}")]
    [InlineData("{\"envelope_id\":\"e1\",\"type\":\"events_api\",\"payload\":{\"type\":\"event_callback\",\"event\":[]}}")]
    [InlineData("{\"envelope_id\":\"e1\",\"type\":\"events_api\",\"payload\":{\"type\":\"app_rate_limited\",\"minute_rate_limited\":1}}")]
    [InlineData("{\"envelope_id\":\"e1\"}")]
    [InlineData("{\"payload\":{\"text\":\"never ends")]
    [InlineData("{\"envelope_id\":\"e1\",\"payload\":{\"text\":\"never ends")]
    public async Task Case_28_envelopes_that_cannot_be_read_are_acknowledged_if_their_id_can(string frame)
    {
        await using var room = await WireRoom.OpenAsync();
        var socket = await room.ConnectAsync();

        await socket.SendAsync(frame);
        await room.Slack.SlashAsync("/note alive");

        Assert.Equal(frame.Contains("e1", StringComparison.Ordinal) ? 2 : 1, room.Slack.Acks.Count);
        Assert.All(room.Slack.Acks.Where(ack => ack.EnvelopeId == "e1"), ack => Assert.Null(ack.Payload));
    }

    [Fact]
    public async Task Case_30_long_and_strange_texts_are_read_whole()
    {
        await using var room = await WireRoom.OpenAsync();
        var socket = await room.ConnectAsync();
        room.Take = _ => Task.FromResult(SlackAck.Empty);
        var strange = string.Concat(Enumerable.Repeat("é漢😀\u202e\0\"\\\n", 8_000));
        var payload = room.Slack.SlashPayload("/note x");
        payload["text"] = "HALF";
        var half = FakeSlack.Envelope("slash_commands", payload, "half").ToJsonString().Replace("HALF", @"a\ud83db \\ud83d \ud83d\ude00", StringComparison.Ordinal);

        await room.Slack.SlashAsync("/note " + new string('x', 1024 * 1024));
        await room.Slack.SlashAsync("/note " + strange);
        await socket.SendAsync(half);
        await room.Slack.UntilAsync(slack => slack.Acks.Count == 3);

        Assert.Equal([new string('x', 1024 * 1024), strange, @"a�b \ud83d 😀"], room.Taken.Select(d => ((SlackPayload.SlashCommand)d.Payload).Text));
    }

    [Fact]
    public async Task A_frame_longer_than_any_of_Slacks_is_read_past_and_acknowledged()
    {
        await using var room = await WireRoom.OpenAsync();
        var socket = await room.ConnectAsync();

        await socket.SendAsync("{\"envelope_id\":\"e1\",\"payload\":{\"text\":\"" + new string('x', 5 * 1024 * 1024) + "\"}}");
        await room.Slack.SlashAsync("/note alive");

        Assert.Contains(room.Slack.Acks, ack => ack is { EnvelopeId: "e1", Payload: null });
        Assert.Single(room.Taken);
    }

    [Fact]
    public async Task Case_32_an_answer_too_long_for_an_acknowledgement_comes_by_itself()
    {
        await using var room = await WireRoom.OpenAsync();
        await room.ConnectAsync();
        var answer = new string('é', 10_300);
        room.Take = _ => Task.FromResult(SlackAck.Ephemeral(answer));
        var command = room.Slack.SlashPayload("/incident status");

        var ack = await room.Slack.DeliverAsync(FakeSlack.Envelope("slash_commands", command));
        await room.Slack.UntilAsync(slack => slack.Answers((string)command["response_url"]!).Count == 1);

        Assert.Null(ack.Payload);
        Assert.Equal(answer, (string?)room.Slack.Answers((string)command["response_url"]!)[0]["text"]);
        Assert.Single(room.Slack.Sockets);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Case_32_the_limit_counts_bytes_of_the_whole_frame(int beyond, bool fits)
    {
        var empty = AckFrame.Write("e1", new JsonObject { ["text"] = "" })!;
        var text = new string('x', AckFrame.Limit - 1 - empty.Length + beyond);

        Assert.Equal(fits, AckFrame.Write("e1", new JsonObject { ["text"] = text }) is not null);
    }

    [Fact]
    public async Task Case_32_where_Slack_closes_for_length_the_same_answer_is_not_sent_again()
    {
        await using var room = await WireRoom.OpenAsync();
        var first = await room.ConnectAsync();
        var command = room.Slack.SlashPayload("/note x");
        var envelope = FakeSlack.Envelope("slash_commands", command);
        await room.Slack.DeliverAsync(envelope);

        await first.CloseAsync(WebSocketCloseStatus.MessageTooBig, "Max frame length of 20480 has been exceeded.");
        await room.StateAsync(SocketState.Opening, "1009");
        await room.PassAsync(TimeSpan.FromSeconds(0.5));
        var second = await room.Slack.SocketAsync(2);
        var ack = await room.Slack.DeliverAsync(envelope, second);
        await room.Slack.UntilAsync(slack => slack.Answers((string)command["response_url"]!).Count == 1);

        Assert.Null(ack.Payload);
    }

    [Fact]
    public async Task What_may_not_carry_an_answer_is_acknowledged_without_one_and_answered_by_itself()
    {
        await using var room = await WireRoom.OpenAsync();
        await room.ConnectAsync();
        room.Take = _ => Task.FromResult(SlackAck.Ephemeral("told"));
        var command = room.Slack.SlashPayload("/note x");
        var envelope = FakeSlack.Envelope("slash_commands", command);
        envelope["accepts_response_payload"] = false;

        var ack = await room.Slack.DeliverAsync(envelope);
        await room.Slack.UntilAsync(slack => slack.Answers((string)command["response_url"]!).Count == 1);

        Assert.Null(ack.Payload);
    }

    [Fact]
    public async Task Where_the_response_address_is_gone_the_answer_is_whispered()
    {
        await using var room = await WireRoom.OpenAsync();
        await room.ConnectAsync();
        room.Take = _ => Task.FromResult(SlackAck.Ephemeral(new string('x', 30_000)));
        var command = room.Slack.SlashPayload("/note x");
        room.Slack.Expired[new Uri((string)command["response_url"]!).AbsolutePath] = true;

        await room.Slack.DeliverAsync(FakeSlack.Envelope("slash_commands", command));
        await room.Slack.UntilAsync(slack => slack.Workspace.Ephemerals.Count == 1);

        Assert.Equal((FakeWorkspace.Channel, FakeWorkspace.Ana, 30_000),
            (room.Slack.Workspace.Ephemerals[0].Channel, room.Slack.Workspace.Ephemerals[0].User, room.Slack.Workspace.Ephemerals[0].Text.Length));
    }
}
