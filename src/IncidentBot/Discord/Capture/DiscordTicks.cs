using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Capture;

/// <summary>
/// The tick on what is captured: no words, nobody is disturbed. It comes after the commit and nothing waits for it.
/// Without the permission to react it is left out.
/// </summary>
internal sealed partial class DiscordTicks(DiscordApi api, ILogger<DiscordTicks> logger)
{
    private static readonly DiscordEmoji Tick = new() { Name = "✅" };

    public void Put(string channel, string message) => _ = TryAsync(() => api.ReactAsync(channel, message, Tick, CancellationToken.None));

    public void Take(string channel, string message) => _ = TryAsync(() => api.UnreactAsync(channel, message, Tick, CancellationToken.None));

    private async Task TryAsync(Func<Task<DiscordAnswer<Done>>> call)
    {
        try
        {
            await call();
        }
        catch (Exception e)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A captured message could not be ticked")]
    private partial void LogFailed(Exception e);
}
