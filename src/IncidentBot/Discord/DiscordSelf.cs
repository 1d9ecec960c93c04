using IncidentBot.Discord.Wire.Api;

namespace IncidentBot.Discord;

/// <summary>Asks Discord at the start who the bot is there, until it is told; a session that begins tells it too.</summary>
internal sealed class DiscordSelf(DiscordApi api, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource<string> _userId = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The bot's own id, once it is known.</summary>
    public Task<string> UserId => _userId.Task;

    public void Note(string userId)
    {
        if (userId.Length > 0)
        {
            _userId.TrySetResult(userId);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!_userId.Task.IsCompleted)
            {
                if ((await api.SelfAsync(stoppingToken)).Value is { } self)
                {
                    Note(self.Id);
                }
                else
                {
                    await Task.WhenAny(_userId.Task, Task.Delay(Pause, time, stoppingToken));
                    stoppingToken.ThrowIfCancellationRequested();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _userId.TrySetCanceled(stoppingToken);
        }
    }
}
