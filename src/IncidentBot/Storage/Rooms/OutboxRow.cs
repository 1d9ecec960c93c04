using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;

namespace IncidentBot.Storage.Rooms;

/// <summary>What is owed to a room. Not the words: they are made when it is sent, from what stands then.</summary>
internal static class OutboxKind
{
    /// <summary>The message that says where the incident stands. What is late is overtaken by what is newer.</summary>
    public const string Status = "status";

    /// <summary>The draft, once the incident is closed.</summary>
    public const string Draft = "draft";

    /// <summary>The files on a message that was captured, to be fetched.</summary>
    public const string Files = "files";

    /// <summary>The answer to a command.</summary>
    public const string Reply = "reply";
}

/// <summary>A row of <c>outbox</c> as a command writes it, in its own transaction.</summary>
/// <param name="Name">What it is about: there is one row of a kind, a room and a name, and a later one takes its place.</param>
/// <param name="Lane">Those of one lane are sent one after another, in the order in which they were written.</param>
/// <param name="Version">That of the incident; a row that was written anew while it was sent is sent once more.</param>
/// <param name="DueAt">In microseconds, as every instant here.</param>
internal sealed record OutboxRow(string Room, string Platform, string Kind, string Name, string Lane, int? Incident, int Version, int? Entry, long DueAt)
{
    /// <summary>For a reply: the delivery whose answer is owed.</summary>
    public DeliveryKey? Delivery { get; init; }

    public string? Address { get; init; }

    public long? UntilAt { get; init; }

    /// <summary>What a command comes to owe. For rooms of no platform nothing is; a room that has left is told so.</summary>
    /// <param name="events">What it appended to the incident.</param>
    /// <param name="kept">Whether its answer is kept: only then it can be read again when it is sent.</param>
    public static IReadOnlyList<OutboxRow> Of(CommandRequest request, Incident? after, IReadOnlyList<IncidentEvent> events, bool kept)
    {
        var left = events.OfType<IncidentEvent.ChannelUnbound>().Select(e => e.Channel);
        if (request.Channel.Platform is null && after?.Channels.Exists(room => room.Platform is not null) != true)
        {
            return [];
        }

        var due = request.ReceivedAt.ToMicroseconds();
        List<OutboxRow> rows = [];
        foreach (var room in after?.Channels.Concat(left) ?? [])
        {
            if (room.Platform is not { } platform)
            {
                continue;
            }

            rows.Add(About(room, platform, OutboxKind.Status, after!, due));
            if (events.Any(e => e is IncidentEvent.Closed))
            {
                rows.Add(About(room, platform, OutboxKind.Draft, after!, due));
            }
        }

        if (FilesOn(request) is { Channel: { Platform: { } from } there }
            && events.OfType<IncidentEvent.EntryRecorded>().LastOrDefault() is { } entry)
        {
            var name = $"{after!.Id}#{entry.Number}";
            rows.Add(new OutboxRow(
                there.Value, from, OutboxKind.Files, name, $"{there.Value} {OutboxKind.Files} {name}", after.Id.Number, after.Version, entry.Number, due));
        }

        if (kept && request is { ReplyTo: { } reply, Delivery: { } delivery, Channel.Platform: { } asked })
        {
            // In a lane of its own: an address that fails holds up nobody else.
            var name = $"{delivery.Source}/{delivery.Id}";
            rows.Add(new OutboxRow(
                request.Channel.Value, asked, OutboxKind.Reply, name, $"{request.Channel.Value} {name}", after?.Id.Number, 0, null,
                reply.NotBefore.ToMicroseconds())
            {
                Delivery = delivery,
                Address = reply.Address,
                UntilAt = reply.Until.ToMicroseconds(),
            });
        }

        return rows;
    }

    /// <summary>The message on which files hang; null if none do.</summary>
    private static MessageRef? FilesOn(CommandRequest request) => request switch
    {
        { Change: MessageChange.Captured { HasFiles: true, Ref: var marked } } => marked,
        { Change: null, HasFiles: true, TypedIn.Ref: var typed } => typed,
        _ => null,
    };

    private static OutboxRow About(ChannelId room, string platform, string kind, Incident incident, long due) =>
        new(room.Value, platform, kind, incident.Id.ToString(), room.Value, incident.Id.Number, incident.Version, null, due);
}
