using System.Globalization;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Wire.Api;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Discord.Capture;

/// <summary>
/// Messages that become notes by being pinned, until they are unpinned. Discord says only that the pins of a channel have
/// changed, so they are all read; and not who did it.
/// </summary>
internal sealed class DiscordPins(DiscordApi api, DiscordMessages messages, DiscordMarks marks, DiscordTicks ticks, TimeProvider time)
{
    private const string Pin = "pin";

    /// <summary>What a message is said to be by pinning it.</summary>
    private static readonly (string How, EntryKind Kind) Pinned = (Pin, EntryKind.Note);

    /// <param name="recovered">Whether it was missed when it was done.</param>
    public async Task TakeAsync(ChannelId room, bool recovered, CancellationToken ct)
    {
        var channel = DiscordIds.Channel(room)!;
        if (await messages.FindIncidentAsync(room, ct) is not { Closed: false } before || (await api.PinsAsync(channel, ct)).Value is not { } pins)
        {
            return;
        }

        // What was pinned before the incident has nothing to do with it.
        foreach (var item in pins.Items.Reverse().Where(item => At(item.PinnedAt) >= before.OpenedAt))
        {
            if (await messages.FindIncidentAsync(room, ct) is { } incident)
            {
                await marks.FindAsync(incident, room, item.Message with { ChannelId = channel }, Pinned, emoji: null, recovered, ct);
            }
        }

        var pinned = pins.Items.Select(item => item.Message.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in pins.HasMore ? [] : before.Entries)
        {
            if (entry is { Withdrawn: false, Message: { Ref: { How: Pin } from } } && from.Channel == room && !pinned.Contains(from.Id))
            {
                await messages.DoAsync(
                    messages.Request(DiscordIds.Delivery($"unpinned:{channel}/{from.Id}/{entry.Number}"), entry.RecordedBy, room, time.GetUtcNow().ToInstant()) with { Recovered = recovered },
                    new MessageChange.Released(from));
                ticks.Take(channel, from.Id);
            }
        }
    }

    private static Instant? At(string? timestamp) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToInstant() : null;
}
