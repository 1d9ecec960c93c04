using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Capture;
using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Storage.Rooms;
using NodaTime.Extensions;

namespace IncidentBot.Discord;

/// <summary>Keeps the sessions of the gateway in the store. A store that fails costs a repeat, not the connection.</summary>
internal sealed partial class DiscordSessions(IStreamStore streams, TimeProvider time, ILogger<DiscordSessions> logger) : IGatewaySessions
{
    /// <summary>How far the session is once something is stored, for the commit that stores it.</summary>
    public static Func<StreamPosition>? Reached(GatewayPlace? place) => place is null ? null : () => Write(place.PositionWithThis);

    public Task<GatewayPosition?> ReadAsync(int shard, CancellationToken ct) => TryAsync(
        async () => await streams.ReadAsync(DiscordIds.Platform, shard, ct) is { } known
            ? new GatewayPosition(known.Shard, known.Shards, known.Session, known.Address, known.Sequence)
            : null);

    public Task SaveAsync(GatewayPosition position, CancellationToken ct) => TryAsync(() => streams.SaveAsync(Write(position), time.GetUtcNow().ToInstant()));

    public Task ForgetAsync(int shard, CancellationToken ct) => TryAsync(() => streams.ForgetAsync(DiscordIds.Platform, shard));

    public Task<IdentifyAllowance?> ReadAllowanceAsync(CancellationToken ct) => TryAsync(
        async () => await streams.ReadAllowanceAsync(DiscordIds.Platform, ct) is { } known
            ? new IdentifyAllowance(known.Left, known.At.ToDateTimeOffset())
            : null);

    public Task SaveAllowanceAsync(IdentifyAllowance allowance, CancellationToken ct) =>
        TryAsync(() => streams.SaveAllowanceAsync(DiscordIds.Platform, new StreamAllowance(allowance.Left, allowance.At.ToInstant())));

    private static StreamPosition Write(GatewayPosition position) =>
        new(DiscordIds.Platform, position.Shard, position.Shards, position.SessionId, position.ResumeUrl, position.Sequence);

    private Task<object?> TryAsync(Func<Task> work) => TryAsync<object>(async () =>
    {
        await work();
        return null;
    });

    private async Task<T?> TryAsync<T>(Func<Task<T?>> work)
        where T : class
    {
        try
        {
            return await work();
        }
        catch (StorageException e)
        {
            LogFailed(e);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "How far Discord's events were dealt with could not be read or kept")]
    private partial void LogFailed(Exception e);
}
