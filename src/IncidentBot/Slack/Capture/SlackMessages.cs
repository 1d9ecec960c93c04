using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Payloads;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Slack.Capture;

/// <summary>Messages as they stand in Slack and as they stand here.</summary>
internal sealed class SlackMessages(SlackApi api, SlackPeople people, IIncidentStore store, TimeProvider time)
{
    /// <summary>How a message reads now, with the marks on it.</summary>
    public async Task<SlackAnswer<SlackMessage>> ReadAsync(string channel, string ts, CancellationToken ct)
    {
        var found = await api.GetReactionsAsync(channel, ts, ct);
        return found.IsOk ? found.Value.Message! : found.Trouble;
    }

    /// <summary>The entry that stands for a message in the incident of its room; null if none does.</summary>
    public async Task<Entry?> FindEntryAsync(string channel, string ts, CancellationToken ct) =>
        (await store.FindAsync(SlackIds.Room(channel), ct))?.FindMessage(SlackIds.Message(channel, ts, MessageRef.Typed));

    /// <summary>All entries that ever came from a message, in the incident of its room.</summary>
    public async Task<IReadOnlyList<Entry>> FindAllAsync(string channel, string ts, CancellationToken ct) =>
        [.. (await store.FindAsync(SlackIds.Room(channel), ct))?.Entries.Where(entry => entry.Message?.Ref is { } from && from.Id == ts && from.Channel == SlackIds.Room(channel)) ?? []];

    /// <summary>What somebody did to a message; what was done and its words are to be filled in.</summary>
    public async Task<CommandRequest> RequestAsync(DeliveryKey delivery, string user, string channel, Instant at, CancellationToken ct)
    {
        var author = await people.FindAsync(user, null, ct);
        return Request(delivery, author.Person, channel, at) with { Zone = author.Zone, Locale = author.Locale };
    }

    public CommandRequest Request(DeliveryKey delivery, Person actor, string channel, Instant at) => new()
    {
        Delivery = delivery,
        Channel = SlackIds.Room(channel),
        Actor = actor,
        Text = "",
        SentAt = at,
        ReceivedAt = time.GetUtcNow().ToInstant(),
    };

    /// <summary>What is not stored must not be acknowledged, so that it is delivered again.</summary>
    public static CommandAnswer Demand(Outcome outcome) => outcome switch
    {
        Outcome.Answered answered => answered.Answer,
        Outcome.Spooled spooled => CommandAnswer.Only(spooled.Text),
        _ => throw new IOException(outcome.Text),
    };
}
