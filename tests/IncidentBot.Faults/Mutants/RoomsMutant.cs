using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rooms;
using NodaTime;
using Signal = IncidentBot.Storage.Rooms.Signal;

namespace IncidentBot.Faults.Mutants;

/// <summary>A store of rooms that breaks a promise about what is owed.</summary>
internal sealed class RoomsMutant(IRoomStore inner) : IRoomStore
{
    /// <summary>Crosses off what is taken, before it is sent.</summary>
    public bool CrossesOffEarly { get; init; }

    /// <summary>Leaves owed what the acknowledgement brought.</summary>
    public bool NeverCrossesOff { get; init; }

    public Signal Owed => inner.Owed;

    public Task<Instant?> NextDueAsync(IReadOnlyCollection<string> platforms, CancellationToken ct) => inner.NextDueAsync(platforms, ct);

    public async Task<IReadOnlyList<OutboxItem>> TakeAsync(IReadOnlyCollection<string> platforms, int most, Instant now, Instant until, CancellationToken ct)
    {
        var items = await inner.TakeAsync(platforms, most, now, until, ct);
        foreach (var item in CrossesOffEarly ? items : [])
        {
            await inner.DoneAsync(item, message: null, now);
        }

        return items;
    }

    public Task DoneAsync(OutboxItem item, string? message, Instant now) => inner.DoneAsync(item, message, now);

    public Task FailAsync(OutboxItem item, string problem, bool maybeSent, Instant next) => inner.FailAsync(item, problem, maybeSent, next);

    public Task GiveUpAsync(OutboxItem item, string problem, Instant now) => inner.GiveUpAsync(item, problem, now);

    public Task AnsweredAsync(DeliveryKey delivery) => NeverCrossesOff ? Task.CompletedTask : inner.AnsweredAsync(delivery);

    public Task<IReadOnlyList<GivenUp>> GivenUpAsync(int most, CancellationToken ct) => inner.GivenUpAsync(most, ct);

    public Task<string?> FindMessageAsync(IncidentId incident, ChannelId room, string kind, CancellationToken ct) => inner.FindMessageAsync(incident, room, kind, ct);

    public Task ForgetMessageAsync(IncidentId incident, ChannelId room, string kind) => inner.ForgetMessageAsync(incident, room, kind);

    public Task SaveCursorsAsync(IReadOnlyCollection<RoomCursor> cursors, Instant now) => inner.SaveCursorsAsync(cursors, now);

    public Task<IReadOnlyList<OpenRoom>> OpenRoomsAsync(string platform, CancellationToken ct) => inner.OpenRoomsAsync(platform, ct);

    public Task<string?> FindZoneAsync(Person person, CancellationToken ct) => inner.FindZoneAsync(person, ct);

    public Task<byte[]?> ReadFileAsync(IncidentId incident, int number, CancellationToken ct) => inner.ReadFileAsync(incident, number, ct);
}
