using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IncidentBot.Tests.Fakes;

/// <summary>Stands between a client and PostgreSQL, and fails as a network does.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    /// <summary>CommandComplete with the tag COMMIT: type, length, text.</summary>
    private static readonly byte[] AnswerToCommit = [(byte)'C', 0, 0, 0, 11, .. Encoding.ASCII.GetBytes("COMMIT"), 0];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Pair, Task> _pairs = [];
    private readonly int _target;
    private readonly Task _accepting;
    private int _answersToDrop;
    private int _dropped;

    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many answers to COMMIT were swallowed.</summary>
    public int Dropped => _dropped;

    /// <summary>Lets the server commit so many times, swallows its answer and closes the connection.</summary>
    public void DropAnswersToCommit(int count) => Interlocked.Exchange(ref _answersToDrop, count);

    /// <summary>From now on the connections there are carry nothing more, and nobody is told; new ones work.</summary>
    public void Freeze()
    {
        foreach (var pair in _pairs.Keys)
        {
            pair.IsFrozen = true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var pair in _pairs.Keys)
        {
            pair.Close();
        }

        await Task.WhenAll(_pairs.Values);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _target);
                var pair = new Pair(client, server);
                _pairs[pair] = Task.WhenAll(ForwardAsync(pair, client, server, isAnswer: false), ForwardAsync(pair, server, client, isAnswer: true));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ForwardAsync(Pair pair, TcpClient from, TcpClient to, bool isAnswer)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int length; (length = await from.GetStream().ReadAsync(buffer)) > 0;)
            {
                var at = isAnswer ? buffer.AsSpan(0, length).IndexOf(AnswerToCommit) : -1;
                if (at >= 0 && Interlocked.Decrement(ref _answersToDrop) >= 0)
                {
                    Interlocked.Increment(ref _dropped);
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, at));
                    break;
                }

                if (!pair.IsFrozen)
                {
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, length));
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One end went; so does the other.
        }

        if (!pair.IsFrozen)
        {
            pair.Close();
        }
    }

    private sealed class Pair(TcpClient client, TcpClient server)
    {
        public volatile bool IsFrozen;

        public void Close()
        {
            client.Dispose();
            server.Dispose();
        }
    }
}
