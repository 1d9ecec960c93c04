using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Wire;

/// <summary>The three seconds between a delivery and its acknowledgement.</summary>
public sealed class ReceptionTests
{
    [Fact]
    public async Task What_takes_too_long_is_acknowledged_in_time_and_answered_when_it_is_done()
    {
        await using var room = await WireRoom.OpenAsync();
        await room.ConnectAsync();
        var stored = new TaskCompletionSource<SlackAck>();
        room.Take = _ => stored.Task;
        var command = room.Slack.SlashPayload("/note slow");

        var acknowledging = room.Slack.DeliverAsync(FakeSlack.Envelope("slash_commands", command));
        await room.PassAsync(TimeSpan.FromSeconds(2.7));
        var ack = await acknowledging;
        stored.SetResult(SlackAck.Ephemeral("stored"));
        await room.Slack.UntilAsync(slack => slack.Answers((string)command["response_url"]!).Count == 1);

        Assert.Null(ack.Payload);
        Assert.Equal("stored", (string?)room.Slack.Answers((string)command["response_url"]!)[0]["text"]);
    }

    [Fact]
    public async Task An_event_is_acknowledged_only_once_it_is_stored()
    {
        await using var room = await WireRoom.OpenAsync();
        await room.ConnectAsync();
        var stored = new TaskCompletionSource<SlackAck>();
        room.Take = delivery => delivery.Payload is SlackPayload.EventCallback ? stored.Task : Task.FromResult(SlackAck.Empty);

        var acknowledging = room.Slack.EventAsync(WireRoom.Message("slow"));
        await room.Changed.UntilAsync(() => room.Taken.Count == 1);
        room.Time.Advance(TimeSpan.FromSeconds(10));
        await room.Slack.SlashAsync("/note in between");
        var before = room.Slack.Acks.Count;
        stored.SetResult(SlackAck.Empty);
        await acknowledging;

        Assert.Equal(1, before);
    }

    [Fact]
    public async Task What_fails_is_told_to_who_typed_it_and_left_to_Slack_to_send_again_otherwise()
    {
        await using var room = await WireRoom.OpenAsync();
        await room.ConnectAsync();
        room.Take = delivery => delivery.Payload is SlackPayload.SlashCommand { Text: "alive" }
            ? Task.FromResult(SlackAck.Empty)
            : throw new InvalidOperationException("a mistake of ours");

        var command = await room.Slack.SlashAsync("/note x");
        await room.Slack.Open[0].SendAsync(FakeSlack.Envelope("events_api", room.Slack.EventPayload(WireRoom.Message("x")), "event").ToJsonString());
        await room.Slack.Open[0].SendAsync(FakeSlack.Envelope("interactive", room.Slack.InteractivePayload(new() { ["type"] = "view_submission" }), "modal").ToJsonString());
        await room.Slack.SlashAsync("/note alive");

        Assert.Contains("Could not confirm", command.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("mistake", command.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(room.Slack.Acks, ack => ack.EnvelopeId is "event" or "modal");
        Assert.Equal(4, room.Taken.Count);
    }

    [Fact]
    public async Task Deliveries_are_taken_in_the_order_in_which_they_come()
    {
        await using var room = await WireRoom.OpenAsync();
        var socket = await room.ConnectAsync();

        for (var i = 0; i < 50; i++)
        {
            await socket.SendAsync(FakeSlack.Envelope("slash_commands", room.Slack.SlashPayload($"/note {i}")).ToJsonString());
        }

        await room.Slack.UntilAsync(slack => slack.Acks.Count == 50);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), room.Taken.Select(d => ((SlackPayload.SlashCommand)d.Payload).Text));
    }

    [Fact]
    public async Task A_thousand_at_once_are_taken_and_who_comes_then_is_told()
    {
        await using var room = await WireRoom.OpenAsync();
        var stored = new TaskCompletionSource<SlackAck>();
        room.Take = _ => stored.Task;
        SlackDelivery Command(int i) => new($"d{i}", new SlackPayload.SlashCommand { Command = "/note", Text = $"{i}" }, null, room.Time.GetUtcNow());

        var all = Enumerable.Range(0, 1000).Select(i => room.Reception.TakeAsync(Command(i))).ToList();
        var refused = await room.Reception.TakeAsync(Command(1000));
        var left = await room.Reception.TakeAsync(new SlackDelivery("e", new SlackPayload.EventCallback(), null, room.Time.GetUtcNow()));
        stored.SetResult(SlackAck.Empty);
        await Task.WhenAll(all);
        var after = await room.Reception.TakeAsync(Command(1001));

        Assert.Contains("NOT recorded", (string?)refused!.Payload!["text"], StringComparison.Ordinal);
        Assert.Null(left);
        Assert.Null(after!.Payload);
        Assert.Equal(1001, room.Taken.Count);
    }

    [Fact]
    public async Task The_same_thing_has_the_same_id_whatever_way_it_comes()
    {
        await using var room = await WireRoom.OpenAsync();
        await room.ConnectAsync();
        var command = room.Slack.SlashPayload("/note x");
        var happening = room.Slack.EventPayload(WireRoom.Message("x"), "Ev1");
        var closed = room.Slack.InteractivePayload(new() { ["type"] = "view_closed", ["view"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "V1" } });

        await room.Slack.DeliverAsync(FakeSlack.Envelope("slash_commands", command.DeepClone().AsObject()));
        await room.Slack.DeliverAsync(FakeSlack.Envelope("slash_commands", command.DeepClone().AsObject()));
        await room.Slack.DeliverAsync(FakeSlack.Envelope("events_api", happening.DeepClone().AsObject()));
        var again = FakeSlack.Envelope("events_api", happening.DeepClone().AsObject());
        (again["retry_attempt"], again["retry_reason"]) = (2, "timeout");
        await room.Slack.DeliverAsync(again);
        await room.Slack.DeliverAsync(FakeSlack.Envelope("interactive", closed, "e9"));

        Assert.Equal(room.Taken[0].Id, room.Taken[1].Id);
        Assert.Equal((string?)command["trigger_id"], room.Taken[0].Id);
        Assert.Equal(("Ev1", "Ev1"), (room.Taken[2].Id, room.Taken[3].Id));
        Assert.Equal((null, new SlackRetry(2, "timeout")), (room.Taken[2].Retry, room.Taken[3].Retry));
        Assert.Equal("e9", room.Taken[4].Id);
    }
}
