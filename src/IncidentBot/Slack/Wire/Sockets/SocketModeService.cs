using IncidentBot.Slack.Wire.Api;

namespace IncidentBot.Slack.Wire.Sockets;

/// <summary>Holds as many sockets open as are wanted, as long as the bot runs.</summary>
internal sealed class SocketModeService(
    SlackApi api, SlackOptions options, SlackHealth health, SocketParts parts, Random random) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delays = new ReconnectDelays(random);
        using var opener = new SocketOpener(api, options, parts, delays);
        await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(_ =>
            new SocketLane(opener, health.AddSocket(), delays, parts.Timing, parts.Time, parts.Logger).RunAsync(stoppingToken)));
    }
}
