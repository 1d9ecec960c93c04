using System.Net.WebSockets;
using System.Text.Json.Nodes;
using IncidentBot.Discord.Wire.Api;

namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>What every connection works with.</summary>
internal sealed record GatewayParts(GatewayTiming Timing, GatewayDelays Delays, TimeProvider Time, ILogger Logger)
{
    /// <summary>In bytes; what is longer ends the connection.</summary>
    public int LongestFrame { get; init; } = 64 * 1024 * 1024;

    /// <summary>The code we close with; mutants have another.</summary>
    public int ClosesWith { get; init; } = CloseCodes.ComingBack;

    /// <summary>What is done after a code of Discord's; mutants do something else.</summary>
    public Func<int, NextStep> After { get; init; } = CloseCodes.After;
}

/// <summary>What a connection is for: it tells what comes, and asks how far it has come.</summary>
internal interface IGatewayListener
{
    /// <summary>Of the last event that came; null if none did.</summary>
    long? LastSequence { get; }

    /// <summary>Takes an event over. It neither waits nor fails.</summary>
    void Take(GatewayFrame.Dispatch dispatch);
}

/// <summary>One open connection: keeps its heart beating and hands over what comes, until it ends.</summary>
internal sealed partial class GatewayConnection : IAsyncDisposable
{
    private const int MostUnreadable = 5;

    private readonly ClientWebSocket _socket;
    private readonly IGatewayListener _listener;
    private readonly GatewayParts _parts;
    private readonly GatewayWriter _writer;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<GatewayEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private Task _beating = Task.CompletedTask;
    private volatile bool _isAcknowledged = true;
    private int _unreadable;
    private bool _hasReportedUnreadable;

    private GatewayConnection(ClientWebSocket socket, IGatewayListener listener, GatewayParts parts)
    {
        (_socket, _listener, _parts) = (socket, listener, parts);
        _writer = new GatewayWriter(socket, parts.Time);
        _reading = ReadAsync();
    }

    /// <summary>Completes when Discord has greeted.</summary>
    public Task Hello => _hello.Task;

    /// <summary>Completes, never fails, when the connection has ended or has to be ended, with the cause.</summary>
    public Task<GatewayEnd> Ended => _end.Task;

    public static async Task<GatewayConnection> ConnectAsync(Uri url, IGatewayListener listener, GatewayParts parts, CancellationToken ct)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.KeepAliveInterval = parts.Timing.Ping;
            socket.Options.KeepAliveTimeout = parts.Timing.Ping;
            socket.Options.SetRequestHeader("User-Agent", DiscordHttp.UserAgent);
            if (url.IsLoopback)
            {
                socket.Options.Proxy = null;
            }

            await socket.ConnectAsync(url, ct);
            return new GatewayConnection(socket, listener, parts);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Begins a session, or goes on with one.</summary>
    public Task<bool> SendAsync(int op, JsonObject data) => _writer.SendAsync(op, data, isRegularBeat: false, _ended.Token);

    /// <summary>Closes it so that the session goes on. Who does not answer is not waited for.</summary>
    public async Task CloseAsync()
    {
        try
        {
            await _writer.CloseAsync(_parts.ClosesWith, _ended.Token).WaitAsync(_parts.Timing.Close, _parts.Time);
            await _reading.WaitAsync(_parts.Timing.Close, _parts.Time);
        }
        catch (TimeoutException)
        {
            // A dead connection takes and gives nothing.
        }

        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _socket.Abort();
        _socket.Dispose();
        await _reading;
        await _beating;
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[16 * 1024];
        using var frame = new MemoryStream();
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(buffer.AsMemory(), _ended.Token);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    End(new GatewayEnd.Closed((int?)_socket.CloseStatus ?? (int)WebSocketCloseStatus.Empty));
                    await _writer.CloseAsync(_parts.ClosesWith, _ended.Token);
                    return;
                }

                if (frame.Length + read.Count > _parts.LongestFrame)
                {
                    End(new GatewayEnd.Broken("Discord sent a frame that is too long"));
                    return;
                }

                frame.Write(buffer, 0, read.Count);
                if (read.EndOfMessage)
                {
                    Take(frame, read.MessageType);
                    Shrink(frame);
                }
            }
        }
        catch (Exception e) when (GatewayWriter.IsEnd(e))
        {
            // A dead connection is cancelled by the socket itself: only our own token means that we ended it.
            End(new GatewayEnd.Broken(_ended.IsCancellationRequested ? "closed" : e is OperationCanceledException ? "the connection fell silent" : "the connection broke"));
        }
    }

    private void Take(MemoryStream frame, WebSocketMessageType type)
    {
        var read = type == WebSocketMessageType.Text
            ? GatewayFrame.Read(frame.GetBuffer().AsSpan(0, (int)frame.Length))
            : new GatewayFrame.Unreadable();
        _unreadable = read is GatewayFrame.Unreadable ? _unreadable + 1 : 0;
        switch (read)
        {
            case GatewayFrame.Dispatch dispatch:
                _listener.Take(dispatch);
                break;
            case GatewayFrame.Hello hello when !_hello.Task.IsCompleted:
                _beating = BeatAsync(hello.Interval);
                _hello.TrySetResult();
                break;
            case GatewayFrame.HeartbeatAck:
                _isAcknowledged = true;
                break;
            case GatewayFrame.HeartbeatWanted:
                _ = _writer.SendAsync(Opcodes.Heartbeat, Sequence, isRegularBeat: false, _ended.Token);
                break;
            case GatewayFrame.Reconnect:
                End(new GatewayEnd.ReconnectAsked());
                break;
            case GatewayFrame.InvalidSession invalid:
                End(new GatewayEnd.SessionRefused(invalid.MayResume));
                break;
            case GatewayFrame.Unreadable:
                ReportUnreadable(frame.Length);
                break;
        }
    }

    /// <summary>It names the last event that came, and finds out whether anybody listens.</summary>
    private async Task BeatAsync(TimeSpan interval)
    {
        try
        {
            await Task.Delay(_parts.Delays.FirstBeat(interval), _parts.Time, _ended.Token);
            while (_isAcknowledged)
            {
                _isAcknowledged = false;
                _ = _writer.SendAsync(Opcodes.Heartbeat, Sequence, isRegularBeat: true, _ended.Token);
                await Task.Delay(interval, _parts.Time, _ended.Token);
            }

            End(new GatewayEnd.Zombie());
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // It has ended.
        }
    }

    private JsonValue? Sequence => _listener.LastSequence is { } sequence ? JsonValue.Create(sequence) : null;

    private void End(GatewayEnd end) => _end.TrySetResult(end);

    /// <summary>Once for each connection, and by its length only; where nothing else comes, another connection is needed.</summary>
    private void ReportUnreadable(long length)
    {
        if (!_hasReportedUnreadable)
        {
            _hasReportedUnreadable = true;
            LogUnreadable(_parts.Logger, length);
        }

        if (_unreadable >= MostUnreadable)
        {
            End(new GatewayEnd.Broken("Discord sends nothing that can be read"));
        }
    }

    /// <summary>What a long frame took is given back.</summary>
    private static void Shrink(MemoryStream frame)
    {
        const int Kept = 1024 * 1024;
        frame.SetLength(0);
        if (frame.Capacity > Kept)
        {
            frame.Capacity = 0;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Discord sent a frame of {Length} bytes that cannot be read; it is passed over")]
    private static partial void LogUnreadable(ILogger logger, long length);
}
