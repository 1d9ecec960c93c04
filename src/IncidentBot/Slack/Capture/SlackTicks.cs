using IncidentBot.Slack.Wire.Api;

namespace IncidentBot.Slack.Capture;

/// <summary>
/// The tick on what is captured: no words, nobody is disturbed. It comes after the commit and nothing waits for it: a
/// limit of Slack's on ticks must not hold up an acknowledgement.
/// </summary>
internal sealed partial class SlackTicks(SlackApi api, ILogger<SlackTicks> logger)
{
    private const string Tick = "white_check_mark";

    public void Put(string channel, string ts) => _ = TryAsync(() => api.ReactAsync(channel, ts, Tick, CancellationToken.None));

    public void Take(string channel, string ts) => _ = TryAsync(() => api.UnreactAsync(channel, ts, Tick, CancellationToken.None));

    private async Task TryAsync(Func<Task<SlackAnswer<Done>>> call)
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
