using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Storage.Rooms;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Discord.Capture;

/// <summary>
/// Reads the rooms of open incidents again whenever a new session begins: what happened before it, Discord does not
/// deliver. A session that goes on is no gap.
/// </summary>
internal sealed class DiscordCatchUp(
    DiscordApi api, DiscordLines lines, DiscordMarks marks, DiscordEdits edits, DiscordPins pins, DiscordPlaces places, GatewayIntents intents, IIncidentStore store,
    IRoomStore rooms, RoomCursors cursors, TimeProvider time, ILogger<DiscordCatchUp> logger)
    : CatchUp(DiscordIds.Platform, rooms, time, logger)
{
    private const int PageSize = 100;
    private const int Pages = 50;

    /// <summary>Their clock and ours are not the same.</summary>
    private static readonly Duration Skew = Duration.FromMinutes(1);

    protected override async Task<bool> ReadAsync(OpenRoom room, CancellationToken ct)
    {
        var channel = DiscordIds.Channel(room.Room)!;
        if (places.WhyGone(channel) is not null)
        {
            return true;
        }

        var all = await AllAsync(channel, From(room), ct);
        if (all.Trouble is { } trouble)
        {
            Unread(trouble.Text);

            // What the bot may not read, it may not read in half a minute either.
            return trouble.Outcome == DiscordOutcome.Refused;
        }

        foreach (var message in all.Messages)
        {
            await TakeAsync(room, message, ct);
        }

        if (intents.HasContent)
        {
            await pins.TakeAsync(room.Room, recovered: true, ct);
        }

        await edits.RecoverAsync(room, all.Messages.ToDictionary(message => message.Id), Now.ToInstant(), ct);
        if (all.Messages is [.., var last])
        {
            cursors.Seen(new RoomCursor(room.Room, null, last.Id));
        }

        return true;
    }

    /// <summary>After the last message that was seen; where words can be read, since the incident began, because old messages are reacted to as well.</summary>
    private string From(OpenRoom room)
    {
        var opening = Snowflake.At((room.OpenedAt - Skew).ToDateTimeOffset());
        return intents.HasContent ? opening : room.Cursors.FirstOrDefault(cursor => cursor.Thread is null)?.Message ?? opening;
    }

    private async Task TakeAsync(OpenRoom room, DiscordMessage message, CancellationToken ct)
    {
        if (await lines.TakeAsync(message, DiscordIds.Guild(room.Room), Now, place: null, ct))
        {
            return;
        }

        foreach (var reaction in message.Reactions)
        {
            if (reaction.Count > 0 && marks.Meaning(reaction.Emoji) is { } mark && await store.ReadAsync(room.Incident, ct) is { } incident)
            {
                await marks.FindAsync(incident, room.Room, message, mark, reaction.Emoji, recovered: true, ct);
            }
        }
    }

    /// <summary>All there is, or nothing: half a room must not move its cursor.</summary>
    private async Task<(IReadOnlyList<DiscordMessage> Messages, DiscordTrouble? Trouble)> AllAsync(string channel, string after, CancellationToken ct)
    {
        List<DiscordMessage> all = [];
        for (var pages = 0; pages < Pages; pages++)
        {
            var page = await api.MessagesAfterAsync(channel, after, PageSize, ct);
            if (!page.IsOk)
            {
                return ([], page.Trouble);
            }

            all.AddRange(page.Value);
            if (page.Value.Length < PageSize)
            {
                break;
            }

            after = page.Value[^1].Id;
        }

        return (all, null);
    }
}
