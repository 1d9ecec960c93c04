using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Storage.Rooms;

/// <summary>
/// What the platforms need of the store beside incidents: what is owed to their rooms, how far those were read, and the
/// bytes of files. Rows of the outbox are written with the events they come from; here they are sent and settled.
/// </summary>
internal interface IRoomStore
{
    /// <summary>Set when something new is owed.</summary>
    Signal Owed { get; }

    /// <summary>When the next item can be taken; null if none waits.</summary>
    Task<Instant?> NextDueAsync(IReadOnlyCollection<string> platforms, CancellationToken ct);

    /// <summary>
    /// Takes the items that are due, one of each lane and the oldest in it. No other instance gets them until
    /// <paramref name="until"/>, or until they are settled.
    /// </summary>
    Task<IReadOnlyList<OutboxItem>> TakeAsync(IReadOnlyCollection<string> platforms, int most, Instant now, Instant until, CancellationToken ct);

    /// <summary>
    /// It was sent. If it has been owed anew meanwhile, it is due again at once.
    /// </summary>
    /// <param name="message">The platform's id of the message, to be edited next time; null keeps what is known.</param>
    Task DoneAsync(OutboxItem item, string? message, Instant now);

    /// <summary>It was not sent, or perhaps it was; it is tried again.</summary>
    Task FailAsync(OutboxItem item, string problem, bool maybeSent, Instant next);

    /// <summary>It cannot be sent. It stays to be looked at, and is tried again when it is owed anew.</summary>
    Task GiveUpAsync(OutboxItem item, string problem, Instant now);

    /// <summary>The answer was brought by the acknowledgement, so that nothing more is owed.</summary>
    Task AnsweredAsync(DeliveryKey delivery);

    /// <summary>What could not be sent, latest first.</summary>
    Task<IReadOnlyList<GivenUp>> GivenUpAsync(int most, CancellationToken ct);

    /// <summary>The message that stands in a room for an incident; null if none was sent.</summary>
    Task<string?> FindMessageAsync(IncidentId incident, ChannelId room, string kind, CancellationToken ct);

    /// <summary>Forgets the message, because it is gone there; the next is posted anew.</summary>
    Task ForgetMessageAsync(IncidentId incident, ChannelId room, string kind);

    /// <summary>Moves cursors on; one that is further already stays.</summary>
    Task SaveCursorsAsync(IReadOnlyCollection<RoomCursor> cursors, Instant now);

    /// <summary>The rooms of a platform that feed open incidents, and how far each was read.</summary>
    Task<IReadOnlyList<OpenRoom>> OpenRoomsAsync(string platform, CancellationToken ct);

    /// <summary>The IANA zone that somebody chose by <c>zone</c>; null if none. For what is shown: a command sees it by itself.</summary>
    Task<string?> FindZoneAsync(Person person, CancellationToken ct);

    /// <summary>The bytes of a file; null if it is not kept, or no more.</summary>
    Task<byte[]?> ReadFileAsync(IncidentId incident, int number, CancellationToken ct);
}
