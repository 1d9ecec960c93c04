using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Postgres;

/// <summary>
/// Who may use a connection. Commands of one channel come one after another, so that they do not sit on connections
/// while each waits for the lock of the one before; and whoever waits too long for a connection is refused.
/// </summary>
internal sealed class Turns : IDisposable
{
    /// <summary>Channels that share a place only wait for each other now and then.</summary>
    private const int Places = 256;

    private static readonly TimeSpan ForChannel = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForConnection = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _connections;
    private readonly SemaphoreSlim[] _channels = [.. Enumerable.Range(0, Places).Select(_ => new SemaphoreSlim(1))];

    public Turns(int connections, TimeProvider time)
    {
        _time = time;
        _connections = new SemaphoreSlim(connections);
    }

    /// <exception cref="StorageException">It took too long; nothing was done.</exception>
    public async Task<T> RunAsync<T>(ChannelId channel, Func<Task<T>> run)
    {
        var place = _channels[(uint)channel.GetHashCode() % Places];
        await WaitAsync(place, ForChannel);
        try
        {
            return await RunAsync(run);
        }
        finally
        {
            place.Release();
        }
    }

    /// <exception cref="StorageException">It took too long; nothing was done.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> run)
    {
        await WaitAsync(_connections, ForConnection);
        try
        {
            return await run();
        }
        finally
        {
            _connections.Release();
        }
    }

    public void Dispose()
    {
        _connections.Dispose();
        foreach (var place in _channels)
        {
            place.Dispose();
        }
    }

    private async Task WaitAsync(SemaphoreSlim gate, TimeSpan patience)
    {
        if (gate.Wait(TimeSpan.Zero))
        {
            return;
        }

        using var late = new CancellationTokenSource(patience, _time);
        try
        {
            await gate.WaitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new StorageException(
                outcomeUnknown: false, new TimeoutException("Too many wait for the database already."));
        }
    }
}
