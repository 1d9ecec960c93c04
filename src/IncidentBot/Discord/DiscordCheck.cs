using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Capture;
using IncidentBot.Discord.Wire;
using IncidentBot.Storage.Rooms;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Discord;

/// <summary>Whether the bot is connected to Discord and may do there what it has to, and what it could not post.</summary>
internal sealed class DiscordCheck(DiscordHealth health, IRoomStore rooms, TimeProvider time) : IHealthCheck
{
    private const int Most = 3;
    private static readonly Duration Recent = Duration.FromDays(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (health.Problem is { } problem)
        {
            return HealthCheckResult.Degraded(problem);
        }

        List<string> off = [];
        if (health.Off is { Count: > 0 } missing)
        {
            off.Add($"off: {string.Join("; ", missing)}");
        }

        if (await UnpostedAsync(cancellationToken) is { Count: > 0 } unposted)
        {
            off.Add($"not posted: {string.Join("; ", unposted)}");
        }

        return off.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Healthy($"connected; {string.Join("; ", off)}");
    }

    private async Task<IReadOnlyList<string>> UnpostedAsync(CancellationToken ct)
    {
        try
        {
            var since = time.GetUtcNow().ToInstant() - Recent;
            return
            [
                .. (await rooms.GivenUpAsync(Most, ct))
                    .Where(given => given.At > since && given.Incident is not null && given.Kind != OutboxKind.Reply
                        && given.Room.Platform == DiscordIds.Platform)
                    .Select(given => $"{given.Kind} of {given.Incident} in {DiscordIds.Channel(given.Room)} ({given.Problem})"),
            ];
        }
        catch (StorageException)
        {
            // The store says so itself.
            return [];
        }
    }
}
