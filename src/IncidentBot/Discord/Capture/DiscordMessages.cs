using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Voice;
using IncidentBot.Intake;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Discord.Capture;

/// <summary>What happens to messages, as it is recorded here.</summary>
internal sealed class DiscordMessages(DiscordReplies replies, IIncidentStore store, TimeProvider time)
{
    /// <summary>The incident of a room: the open one, else the one closed last.</summary>
    public Task<Incident?> FindIncidentAsync(ChannelId room, CancellationToken ct) => store.FindAsync(room, ct);

    /// <summary>The entry that stands for a message in the incident of its room; null if none does.</summary>
    public async Task<Entry?> FindEntryAsync(ChannelId room, string message, CancellationToken ct) =>
        (await FindIncidentAsync(room, ct))?.FindMessage(new MessageRef(room, message, MessageRef.Typed));

    /// <summary>What somebody did to a message; what was done and its words are to be filled in.</summary>
    public CommandRequest Request(DeliveryKey delivery, Person actor, ChannelId room, Instant at)
    {
        var now = time.GetUtcNow().ToInstant();
        return new CommandRequest
        {
            Delivery = delivery,
            Channel = room,
            Actor = actor,
            Text = "",
            SentAt = at,
            ReceivedAt = now,
        };
    }

    /// <summary>Records a change. What is not stored must not count as dealt with, so that it is delivered again.</summary>
    public async Task<CommandAnswer> DoAsync(CommandRequest request, MessageChange change) =>
        await replies.RecordAsync(request with { Change = change }) switch
        {
            Outcome.Answered answered => answered.Answer,
            Outcome.Spooled spooled => CommandAnswer.Only(spooled.Text),
            var outcome => throw new IOException(outcome.Text),
        };
}
