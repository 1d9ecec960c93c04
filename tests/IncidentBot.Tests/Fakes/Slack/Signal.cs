namespace IncidentBot.Tests.Fakes.Slack;

/// <summary>Lets tests wait for something to come true, without sleeping: it is looked at again after each change.</summary>
internal sealed class Signal
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Raise()
    {
        lock (_gate)
        {
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task UntilAsync(Func<bool> isTrue)
    {
        using var ceiling = new CancellationTokenSource(Ceiling);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (isTrue())
            {
                return;
            }

            await changed.WaitAsync(ceiling.Token);
        }
    }
}
