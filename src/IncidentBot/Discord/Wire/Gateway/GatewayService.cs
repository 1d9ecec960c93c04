using IncidentBot.Discord.Wire.Api;

namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>Keeps the bot connected to Discord's gateway, with as many shards as Discord advises.</summary>
internal sealed partial class GatewayService(
    DiscordApi api, DiscordOptions options, DiscordHealth health, DiscordReception reception, IGatewaySessions sessions,
    IdentifyGate gate, GatewayIntents intents, GatewayParts parts, ILogger<GatewayService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var first = health.AddShard(0);
        try
        {
            if ((options.Shards ?? await ShardsAsync(first, stoppingToken)) is { } shards)
            {
                await Task.WhenAll(Enumerable.Range(0, shards).Select(shard =>
                    NewShard(new ShardSeat(shard, shards), shard == 0 ? first : health.AddShard(shard)).RunAsync(stoppingToken)));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            first.Set(ShardState.Stopped, "stopped");
        }
    }

    private GatewayShard NewShard(ShardSeat seat, ShardStatus status) => new(
        options, seat, new GatewaySession(seat.Shard, seat.Shards, reception, sessions, parts), gate, intents, health, status, parts);

    /// <summary>How many Discord advises, however long it takes to learn that; null where the token is refused.</summary>
    private async Task<int?> ShardsAsync(ShardStatus status, CancellationToken ct)
    {
        for (var failures = 0; ; failures++)
        {
            var asked = await api.GatewayAsync(ct);
            if (asked.IsOk)
            {
                return (int)Math.Clamp(asked.Value.Shards, 1, 1000);
            }

            if (health.IsTokenRefused)
            {
                status.Set(ShardState.Stopped, CloseCodes.Remedy(CloseCodes.AuthenticationFailed));
                return null;
            }

            status.Set(ShardState.Connecting, asked.Trouble.Text);
            var delay = parts.Delays.After(failures);
            delay = delay > asked.Trouble.RetryAfter ? delay : asked.Trouble.RetryAfter;
            LogFailed(asked.Trouble.Text, delay);
            await Task.Delay(delay, parts.Time, ct);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Not connected to Discord: {Text}; next attempt in {Delay}")]
    private partial void LogFailed(string text, TimeSpan delay);
}
