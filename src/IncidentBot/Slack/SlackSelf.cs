using IncidentBot.Slack.Wire;
using IncidentBot.Slack.Wire.Api;

namespace IncidentBot.Slack;

/// <summary>Asks Slack at the start who the bot is there and what it may do, until it is told.</summary>
internal sealed partial class SlackSelf(SlackApi api, SlackHealth health, TimeProvider time, ILogger<SlackSelf> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource<SlackIdentity> _identity = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Who the bot is, once Slack has said it.</summary>
    public Task<SlackIdentity> Identity => _identity.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            SlackAnswer<SlackIdentity> answer;
            while (!(answer = await api.TestAuthAsync(stoppingToken)).IsOk)
            {
                await Task.Delay(Pause, time, stoppingToken);
            }

            Note(answer.Value);
            _identity.TrySetResult(answer.Value);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _identity.TrySetCanceled(stoppingToken);
        }
    }

    private void Note(SlackIdentity identity)
    {
        foreach (var scope in SlackScopes.Missing(identity.Scopes))
        {
            health.Lack(scope);
            LogMissing(scope, SlackScopes.Uses[scope]);
        }

        if (SlackClock.Problem(identity.ServerTime, time.GetUtcNow()) is { } problem)
        {
            health.DoubtClock(problem);
            LogClock(problem);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Without the scope {Scope} this is off in Slack: {Use}")]
    private partial void LogMissing(string scope, string use);

    [LoggerMessage(LogLevel.Warning, "{Problem}")]
    private partial void LogClock(string problem);
}
