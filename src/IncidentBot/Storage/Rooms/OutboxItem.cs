using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Storage.Rooms;

/// <summary>Something that is owed to a room, taken to be sent now.</summary>
/// <param name="Kind">One of <see cref="OutboxKind"/>.</param>
/// <param name="Version">The version of the incident as of which it is owed; what is shown may be newer.</param>
/// <param name="Entry">For files: the entry whose message they hang on.</param>
/// <param name="Reply">For a reply: whose answer, and where it goes.</param>
/// <param name="MessageId">The message that was sent before for the same incident, room and kind, to be edited in place.</param>
/// <param name="MaybeSent">Whether an earlier try may have got through: look before posting again.</param>
/// <param name="Tries">How many tries failed.</param>
/// <param name="WrittenAt">Since when it is owed.</param>
internal sealed record OutboxItem(
    long Id, ChannelId Room, string Kind, IncidentId? Incident, int Version, int? Entry, OwedReply? Reply, string? MessageId,
    bool MaybeSent, int Tries, Instant WrittenAt);

/// <summary>An answer that is owed.</summary>
/// <param name="Answer">As it is kept now: after a redaction without its words.</param>
/// <param name="Until">From then on the address is worth nothing.</param>
internal sealed record OwedReply(DeliveryKey Delivery, string Address, Instant Until, CommandAnswer Answer);

/// <summary>Something that could not be sent, for whoever looks after the bot.</summary>
internal sealed record GivenUp(ChannelId Room, string Kind, IncidentId? Incident, string Problem, Instant At);

/// <summary>How far a room, or a thread in it, was read.</summary>
/// <param name="Thread">Null for the room itself.</param>
/// <param name="Message">The platform's id of the last message that was seen. Ids of a room grow: the longer one is the later, then the greater.</param>
internal sealed record RoomCursor(ChannelId Room, string? Thread, string Message)
{
    public bool IsAfter(RoomCursor other) => Message.Length != other.Message.Length
        ? Message.Length > other.Message.Length
        : string.CompareOrdinal(Message, other.Message) > 0;
}

/// <summary>A room that feeds an open incident, which is to be read again after a gap.</summary>
/// <param name="OpenedAt">From when on it feeds the incident: where there is no cursor, it is read from then on.</param>
/// <param name="Cursors">How far it and its threads were read.</param>
internal sealed record OpenRoom(ChannelId Room, IncidentId Incident, Instant OpenedAt, IReadOnlyList<RoomCursor> Cursors);
