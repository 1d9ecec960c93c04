using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake;
using IncidentBot.Slack.Voice;
using IncidentBot.Slack.Wire.Payloads;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Slack.Capture;

/// <summary>Lines that people type: as slash commands, and by mentioning the bot.</summary>
internal sealed class SlackLines(SlackPeople people, SlackReplies replies, SlackSelf self, RoomTurns turns)
{
    public async Task<SlackAck> TakeAsync(SlackDelivery delivery, SlackPayload.SlashCommand command, CancellationToken ct)
    {
        Task<SlackAck> taken;
        using (var turn = turns.Take(SlackIds.Room(command.ChannelId)))
        {
            // Asked for at the same time: the answer has three seconds.
            var text = people.ReadAsync(command.Text, ct);
            var request = await RequestAsync(delivery, command.ChannelId, command.UserId, command.UserName, "", ct);
            request = request with { Text = $"{command.Command} {await text}".TrimEnd() };
            await turn.ComeAsync();
            taken = replies.AcknowledgeAsync(request, new SlackAddress(command.ResponseUrl, command.ChannelId, command.UserId));
        }

        return await taken;
    }

    /// <summary>A line made of a button or a form.</summary>
    /// <param name="id">Of this line, where one delivery comes to several; null for that of the delivery.</param>
    public async Task<CommandRequest> RequestAsync(
        SlackDelivery delivery, string channel, string user, string? named, string line, CancellationToken ct, string? id = null)
    {
        var author = await people.FindAsync(user, named, ct);
        var receivedAt = delivery.ReceivedAt.ToInstant();
        return new CommandRequest
        {
            Delivery = SlackIds.Delivery(id ?? delivery.Id),
            Channel = SlackIds.Room(channel),
            Actor = author.Person,
            Zone = author.Zone,
            Locale = author.Locale,
            Text = line,
            SentAt = receivedAt,
            ReceivedAt = receivedAt,
        };
    }

    /// <summary>A message that begins with the bot's name. Others that only speak of it are left alone.</summary>
    /// <param name="recovered">Whether it was missed when it was sent.</param>
    /// <returns>False if it is no line for the bot.</returns>
    public async Task<bool> TakeAsync(SlackMessage said, string channel, Instant receivedAt, bool recovered, CancellationToken ct)
    {
        var identity = await self.Identity.WaitAsync(ct);
        var text = said.Text.TrimStart();
        var end = text.IndexOf('>', StringComparison.Ordinal);
        if (end < 0 || text[..end].Split('|')[0] != $"<@{identity.UserId}" || said.User is not { Length: > 0 } user || said.BotId is not null || SlackIds.At(said.Ts) is not { } sentAt)
        {
            return false;
        }

        Task taken;
        using (var turn = turns.Take(SlackIds.Room(channel)))
        {
            var line = people.ReadAsync(text[(end + 1)..], ct);
            var author = await people.FindAsync(user, said.Username, ct);
            var request = new CommandRequest
            {
                Delivery = SlackIds.Delivery(channel, said.Ts),
                Channel = SlackIds.Room(channel),
                Actor = author.Person,
                Zone = author.Zone,
                Locale = author.Locale,
                Text = $"@bot {(await line).Trim()}".TrimEnd(),
                TypedIn = new CapturedMessage(
                    SlackIds.Message(channel, said.Ts, MessageRef.Typed), author.Person, sentAt, Link(identity.Url, channel, said), Thread(said)),
                HasFiles = said.Files.Count > 0,
                Recovered = recovered,
                SentAt = sentAt,
                ReceivedAt = receivedAt,
            };
            await turn.ComeAsync();
            taken = replies.TakeAsync(request, new SlackAddress(null, channel, user, Thread(said)));
        }

        await taken;
        return true;
    }

    /// <summary>Where a message is to be read; null where Slack did not say what its address begins with.</summary>
    public static string? Link(string? workspace, string channel, SlackMessage message) => workspace is null
        ? null
        : $"{workspace.TrimEnd('/')}/archives/{channel}/p{message.Ts.Replace(".", "", StringComparison.Ordinal)}"
            + (Thread(message) is { } thread ? $"?thread_ts={thread}&cid={channel}" : "");

    /// <summary>The thread a message stands in; null for the one that began it.</summary>
    public static string? Thread(SlackMessage message) => message.ThreadTs is { Length: > 0 } thread && thread != message.Ts ? thread : null;
}
