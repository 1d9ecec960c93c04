using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Storage.Rooms;

/// <summary>For a store that keeps incidents only: nothing is ever owed.</summary>
internal sealed class NoRooms : IRoomStore
{
    public Signal Owed { get; } = new();

    public Task<Instant?> NextDueAsync(IReadOnlyCollection<string> platforms, CancellationToken ct) => Task.FromResult<Instant?>(null);

    public Task<IReadOnlyList<OutboxItem>> TakeAsync(
        IReadOnlyCollection<string> platforms, int most, Instant now, Instant until, CancellationToken ct) => Task.FromResult<IReadOnlyList<OutboxItem>>([]);

    public Task DoneAsync(OutboxItem item, string? message, Instant now) => Task.CompletedTask;

    public Task FailAsync(OutboxItem item, string problem, bool maybeSent, Instant next) => Task.CompletedTask;

    public Task GiveUpAsync(OutboxItem item, string problem, Instant now) => Task.CompletedTask;

    public Task AnsweredAsync(DeliveryKey delivery) => Task.CompletedTask;

    public Task<IReadOnlyList<GivenUp>> GivenUpAsync(int most, CancellationToken ct) => Task.FromResult<IReadOnlyList<GivenUp>>([]);

    public Task<string?> FindMessageAsync(IncidentId incident, ChannelId room, string kind, CancellationToken ct) => Task.FromResult<string?>(null);

    public Task ForgetMessageAsync(IncidentId incident, ChannelId room, string kind) => Task.CompletedTask;

    public Task SaveCursorsAsync(IReadOnlyCollection<RoomCursor> cursors, Instant now) => Task.CompletedTask;

    public Task<IReadOnlyList<OpenRoom>> OpenRoomsAsync(string platform, CancellationToken ct) => Task.FromResult<IReadOnlyList<OpenRoom>>([]);

    public Task<string?> FindZoneAsync(Person person, CancellationToken ct) => Task.FromResult<string?>(null);

    public Task<byte[]?> ReadFileAsync(IncidentId incident, int number, CancellationToken ct) => Task.FromResult<byte[]?>(null);
}
