using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Web.Pages;

/// <summary>Tells open pages that something was recorded. It carries no data: who hears it reads the store.</summary>
internal sealed class IncidentFeed(TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Channel<bool>, ChannelId> _listeners = new();

    public void Announce(ChannelId channel) => Tell(room => room == channel);

    /// <summary>Something changed that every page shows.</summary>
    public void AnnounceToAll() => Tell(_ => true);

    /// <summary>True whenever something changed in the channel, false after a while of silence. Ends when cancelled.</summary>
    public async IAsyncEnumerable<bool> ListenAsync(ChannelId channel, [EnumeratorCancellation] CancellationToken ct)
    {
        // One waiting signal is enough: it makes the page read everything.
        var signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        _listeners[signals] = channel;
        try
        {
            while (true)
            {
                if (await NextAsync(signals.Reader, ct) is not { } changed)
                {
                    yield break;
                }

                yield return changed;
            }
        }
        finally
        {
            _listeners.TryRemove(signals, out _);
        }
    }

    private void Tell(Func<ChannelId, bool> concerns)
    {
        foreach (var (listener, room) in _listeners)
        {
            if (concerns(room))
            {
                listener.Writer.TryWrite(true);
            }
        }
    }

    /// <summary>Null when cancelled.</summary>
    private async Task<bool?> NextAsync(ChannelReader<bool> signals, CancellationToken ct)
    {
        using var silence = new CancellationTokenSource(Quiet, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, silence.Token);
        try
        {
            return await signals.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return ct.IsCancellationRequested ? null : false;
        }
    }
}
