using System.Net.WebSockets;
using System.Text;
using IncidentBot.Slack.Wire.Http;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Slack.Wire.Sockets;

namespace IncidentBot.Tests.Slack.Wire;

/// <summary>Deliveries damaged at random: whatever comes is taken or passed over, and the next one is answered.</summary>
public sealed class MutatedInputTests
{
    [Fact]
    public void Frames_and_bodies_are_read_or_passed_over()
    {
        var random = new Random(20261121);
        var unread = 0;
        for (var i = 0; i < Mutations.Tries; i++)
        {
            var bytes = Mutations.Next(random);

            unread += SocketFrame.Read(bytes, DateTimeOffset.UnixEpoch) is SocketFrame.Unreadable ? 1 : 0;
            foreach (var type in new[] { "application/json", "application/x-www-form-urlencoded" })
            {
                unread += RequestBody.Read(type, bytes) is null ? 1 : 0;
            }

            Touch(SocketFrame.Read(bytes, DateTimeOffset.UnixEpoch));
        }

        Assert.InRange(unread, Mutations.Tries / 10, Mutations.Tries * 3);
    }

    [Fact]
    public async Task A_socket_goes_on_after_any_of_them()
    {
        await using var room = await WireRoom.OpenAsync();
        var socket = await room.ConnectAsync();
        var random = new Random(4);
        var frames = Mutations.Tries / 4;
        for (var i = 0; i < frames; i++)
        {
            var bytes = Mutations.Next(random);
            if (!Encoding.UTF8.GetString(bytes).Contains("disconnect", StringComparison.Ordinal))
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)), WebSocketMessageType.Text, isWhole: true);
            }
        }

        Assert.Equal("got alive", (await room.Slack.SlashAsync("/note alive")).Text);
        Assert.Single(room.Slack.Sockets);
    }

    /// <summary>Reads what a delivery holds, as those do who take it.</summary>
    private static void Touch(SocketFrame frame)
    {
        if (frame is not SocketFrame.Envelope { Delivery: var delivery })
        {
            return;
        }

        Assert.NotNull(delivery.Id);
        Assert.NotNull(delivery.Kind);
        _ = delivery.Payload switch
        {
            SlackPayload.SlashCommand command => command.ChannelId + command.UserId + command.Command + command.Text,
            SlackPayload.BlockActions actions => actions.User.Id + actions.Container.Type + string.Concat(actions.Actions.Select(a => a?.ActionId)),
            SlackPayload.ViewSubmission submission => submission.View.CallbackId + submission.View.Entered("title", "v"),
            SlackPayload.MessageAction action => action.Message.Text + action.Channel.Id,
            SlackPayload.EventCallback { Event: SlackEvent.Message { Said: var said } } => said.Text + said.Ts + said.Files.Count,
            SlackPayload.EventCallback { Event: SlackEvent.ReactionAdded reaction } => reaction.Reaction + reaction.Item.Ts,
            _ => "",
        };
    }
}
