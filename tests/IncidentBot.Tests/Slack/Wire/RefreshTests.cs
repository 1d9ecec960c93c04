using System.Globalization;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Slack.Wire.Sockets;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Wire;

/// <summary>Refreshes under load lose no command and no acknowledgement, and the same check notices a client that closes before it opens.</summary>
public sealed class RefreshTests
{
    /// <summary>How many there are; <c>INCIDENTBOT_TEST_REFRESHES</c> sets another number.</summary>
    private static readonly int Refreshes = int.Parse(Environment.GetEnvironmentVariable("INCIDENTBOT_TEST_REFRESHES") ?? "50", CultureInfo.InvariantCulture);

    [Fact]
    public Task Refreshes_under_load_lose_nothing_and_double_nothing() => CheckAsync(Refreshes, room => room.NewLane());

    [Fact]
    public async Task A_client_that_closes_before_it_opens_is_caught()
    {
        var caught = await Record.ExceptionAsync(() => CheckAsync(3, room => token => CloseFirstAsync(room, token)));

        Assert.IsAssignableFrom<Xunit.Sdk.XunitException>(caught);
    }

    /// <summary>What Slack's own client does.</summary>
    private static async Task CloseFirstAsync(WireRoom room, CancellationToken ct)
    {
        try
        {
            while (await room.Opener.OpenAsync(room.Status, ct) is SocketAttempt.Opened { Connection: var connection })
            {
                room.Status.Set(SocketState.Ready, "connected");
                await Task.WhenAny(connection.DisconnectAsked, connection.Closed).WaitAsync(ct);
                await connection.DisposeAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private static async Task CheckAsync(int refreshes, Func<WireRoom, Func<CancellationToken, Task>> lane)
    {
        await using var room = await WireRoom.OpenAsync();
        var gate = new TaskCompletionSource();
        room.Take = async _ =>
        {
            await gate.Task;
            return SlackAck.Ephemeral("stored");
        };
        var run = lane(room);
        room.NewLane = () => run;
        var socket = await room.ConnectAsync();
        List<string> sent = [];

        for (var refresh = 1; refresh <= refreshes; refresh++)
        {
            gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            sent.Add(await SendAsync(room, socket));
            await room.Changed.UntilAsync(() => room.Taken.Count >= sent.Count);
            await socket.DisconnectAsync("refresh_requested");
            sent.Add(await SendAsync(room, socket));
            var next = await room.Slack.SocketAsync(refresh + 1);
            gate.SetResult();
            await room.Slack.UntilAsync(slack => slack.Acks.Count == sent.Count || !socket.IsOpen);
            Assert.Equal(sent.Count, room.Slack.Acks.Count);
            await room.PassAsync(room.Parts.Timing.Linger);
            await room.Slack.UntilAsync(_ => !socket.IsOpen);
            socket = next;
        }

        Assert.Equal(sent, room.Slack.Acks.Select(ack => ack.EnvelopeId).OrderBy(sent.IndexOf));
        Assert.All(room.Slack.Acks, ack => Assert.Equal("stored", ack.Text));
        Assert.Equal(sent.Count, room.Taken.Count);
        Assert.True(room.Status.IsConnected);
    }

    private static async Task<string> SendAsync(WireRoom room, FakeSocket socket)
    {
        var envelope = FakeSlack.Envelope("slash_commands", room.Slack.SlashPayload("/note x"));
        await socket.SendAsync(envelope.ToJsonString());
        return (string)envelope["envelope_id"]!;
    }
}
