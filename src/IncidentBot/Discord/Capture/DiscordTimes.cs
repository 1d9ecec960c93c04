using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake.Speech;
using IncidentBot.Storage.Rooms;
using NodaTime.Extensions;

namespace IncidentBot.Discord.Capture;

/// <summary>What a command would be decided on: the incident of the room, and how times are read for whoever sends it.</summary>
internal sealed record DiscordBasis(Incident? Current, TimeField Times)
{
    /// <summary>The incident, unless it is closed.</summary>
    public Incident? Open => Current is { Closed: false } ? Current : null;
}

/// <summary>Reads clocks as the rules will: Discord tells no time zones, so it is the one that somebody chose here.</summary>
internal sealed class DiscordTimes(IIncidentStore store, IRoomStore rooms, CommandSettings settings, TimeProvider time)
{
    /// <summary>Of the three seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    /// <summary>How things stand now; null where the store does not say so in time. Nothing is recorded.</summary>
    /// <param name="request">Who asks, and in which room.</param>
    public async Task<DiscordBasis?> TryReadAsync(CommandRequest request, CancellationToken ct)
    {
        try
        {
            return await ReadAsync(request, ct).WaitAsync(Patience, time, ct);
        }
        catch (Exception e) when (e is TimeoutException or StorageException)
        {
            return null;
        }
    }

    private async Task<DiscordBasis> ReadAsync(CommandRequest request, CancellationToken ct)
    {
        var zone = rooms.FindZoneAsync(request.Actor, ct);
        var current = await store.FindAsync(request.Channel, ct);
        return Of(current, await zone, request);
    }

    /// <summary>Where nothing depends on it, or the store is slow: what a line says is read by the rules again.</summary>
    public DiscordBasis Plain(CommandRequest request) => Of(null, null, request);

    private DiscordBasis Of(Incident? current, string? zone, CommandRequest request) =>
        new(current, TimeField.For(current is { Closed: false } ? current : null, zone, request.Locale, settings, time.GetUtcNow().ToInstant()));
}
