using Microsoft.Extensions.Hosting;

namespace IncidentBot.Faults.Mutants;

/// <summary>No broken promise but a hard time: once the bot is up, every thread of its pool is busy with something that blocks.</summary>
internal sealed class StarvedPool(IHostApplicationLifetime lifetime) : IHostedService
{
    private const int Items = 30;
    private static readonly TimeSpan Blocked = TimeSpan.FromSeconds(2);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(static () =>
        {
            for (var i = 0; i < Items; i++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static _ => Thread.Sleep(Blocked), null);
            }
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
