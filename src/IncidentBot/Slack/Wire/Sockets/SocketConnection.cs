using System.Net.WebSockets;
using IncidentBot.Intake.Wire;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Wire.Sockets;

/// <summary>What every socket works with.</summary>
internal sealed record SocketParts(SlackReception Reception, LateAnswers Late, PlainAcks Plain, SocketTiming Timing, TimeProvider Time, ILogger Logger);

/// <summary>One open socket: takes what is delivered and acknowledges it, until it is closed from either side.</summary>
internal sealed partial class SocketConnection : IAsyncDisposable
{
    private const int LongestFrame = 4 * 1024 * 1024;

    /// <summary>Max frame length exceeded, as Slack tells it.</summary>
    private const WebSocketCloseStatus TooLong = WebSocketCloseStatus.MessageTooBig;

    private readonly ClientWebSocket _socket;
    private readonly SocketParts _parts;
    private readonly SocketWriter _writer;
    private readonly PendingWork _work = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _disconnect = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _lastAnswered;
    private bool _hasReportedUnreadable;

    private SocketConnection(ClientWebSocket socket, SocketParts parts)
    {
        _socket = socket;
        _parts = parts;
        _writer = new SocketWriter(socket);
        Closed = ReadAsync();
    }

    /// <summary>Completes when Slack has greeted: from then on it delivers.</summary>
    public Task Hello => _hello.Task;

    /// <summary>Completes with the reason when Slack announces that the connection ends.</summary>
    public Task<string> DisconnectAsked => _disconnect.Task;

    /// <summary>Completes, never fails, when the connection has ended, with the cause in words.</summary>
    public Task<string> Closed { get; }

    public static async Task<SocketConnection> ConnectAsync(Uri url, SocketParts parts, CancellationToken ct)
    {
        var socket = new ClientWebSocket();
        try
        {
            // Both are needed: without the time-out a connection that died silently is never noticed.
            socket.Options.KeepAliveInterval = parts.Timing.Ping;
            socket.Options.KeepAliveTimeout = parts.Timing.Pong;
            if (url.IsLoopback)
            {
                socket.Options.Proxy = null;
            }

            await socket.ConnectAsync(url, ct);
            return new SocketConnection(socket, parts);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Goes on for a moment, for what was sent before Slack knew of the new socket, then closes.</summary>
    public async Task RetireAsync(CancellationToken ct)
    {
        await Task.WhenAny(Task.Delay(_parts.Timing.Linger, _parts.Time, ct), Closed);
        await CloseAsync(_parts.Timing.Drain);
    }

    /// <summary>Sends the acknowledgements that are still owed, as long as there is patience, then closes in order.</summary>
    public async Task CloseAsync(TimeSpan patience)
    {
        try
        {
            await Task.WhenAny(_work.IdleAsync(), Closed).WaitAsync(patience, _parts.Time);
        }
        catch (TimeoutException)
        {
            LogUnfinished(_parts.Logger);
        }

        try
        {
            await _writer.CloseAsync(_ended.Token).WaitAsync(_parts.Timing.Close, _parts.Time);
            await Closed.WaitAsync(_parts.Timing.Close, _parts.Time);
        }
        catch (TimeoutException)
        {
            // Slack often leaves the connection to us.
        }

        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _socket.Dispose();
        await Closed;
    }

    private async Task<string> ReadAsync()
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
                    return await AnswerCloseAsync();
                }

                // What is longer is read to its end, and only its beginning kept.
                frame.Write(buffer, 0, (int)Math.Min(read.Count, LongestFrame - frame.Length));
                if (read.EndOfMessage)
                {
                    Take(SocketFrame.Read(frame.GetBuffer().AsSpan(0, (int)frame.Length), _parts.Time.GetUtcNow()));
                    frame.SetLength(0);
                }
            }
        }
        catch (Exception e) when (SocketWriter.IsEnd(e))
        {
            // A dead connection is cancelled by the socket itself: only our own token means that we ended it.
            return _ended.IsCancellationRequested ? "closed" : e is OperationCanceledException ? "the connection fell silent" : "the connection broke";
        }
        finally
        {
            _hello.TrySetCanceled();
        }
    }

    private async Task<string> AnswerCloseAsync()
    {
        if (_socket.CloseStatus == TooLong && _lastAnswered is { } envelopeId)
        {
            _parts.Plain.Add(envelopeId);
        }

        await _writer.CloseAsync(_ended.Token);
        return $"Slack closed it ({(int?)_socket.CloseStatus})";
    }

    private void Take(SocketFrame frame)
    {
        switch (frame)
        {
            case SocketFrame.Hello:
                _hello.TrySetResult();
                break;
            case SocketFrame.Disconnect disconnect:
                _disconnect.TrySetResult(disconnect.Reason);
                break;
            case SocketFrame.Envelope envelope:
                _ = WorkAsync(envelope);
                break;
            case SocketFrame.Unreadable unreadable:
                ReportUnreadable();
                if (unreadable.EnvelopeId is { } id)
                {
                    _ = _writer.SendAsync(AckFrame.Empty(id), _ended.Token);
                }

                break;
        }
    }

    /// <summary>Begins at once, so that deliveries are taken in the order in which they come.</summary>
    private async Task WorkAsync(SocketFrame.Envelope envelope)
    {
        SlackAck? unsaid = null;
        _work.Begin();
        try
        {
            if (await _parts.Reception.TakeAsync(envelope.Delivery) is { } ack)
            {
                unsaid = await AcknowledgeAsync(envelope, ack) ? null : ack;
                _ = unsaid is null ? ack.Said?.Invoke() : null;
            }
        }
        catch (Exception e)
        {
            LogFailed(_parts.Logger, envelope.Delivery.Id, e);
        }
        finally
        {
            _work.End();
        }

        if (unsaid is not null)
        {
            await _parts.Late.SendAsync(envelope.Delivery, unsaid);
        }
    }

    /// <returns>Whether all that is to be shown went with it.</returns>
    private async Task<bool> AcknowledgeAsync(SocketFrame.Envelope envelope, SlackAck ack)
    {
        var mayAnswer = envelope.AcceptsPayload && !_parts.Plain.Holds(envelope.Id);
        if (ack.Payload is { } payload && mayAnswer && AckFrame.Write(envelope.Id, payload) is { } frame)
        {
            _lastAnswered = envelope.Id;
            return await _writer.SendAsync(frame, _ended.Token);
        }

        await _writer.SendAsync(AckFrame.Empty(envelope.Id), _ended.Token);
        return ack.Payload is null;
    }

    /// <summary>Once for each connection: whoever sends such things sends many.</summary>
    private void ReportUnreadable()
    {
        if (!_hasReportedUnreadable)
        {
            _hasReportedUnreadable = true;
            LogUnreadable(_parts.Logger);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Slack sent something that cannot be read; it is passed over")]
    private static partial void LogUnreadable(ILogger logger);

    [LoggerMessage(LogLevel.Error, "Delivery {DeliveryId} of Slack could not be acknowledged")]
    private static partial void LogFailed(ILogger logger, string deliveryId, Exception e);

    [LoggerMessage(LogLevel.Warning, "A socket was closed before all that came through it was acknowledged")]
    private static partial void LogUnfinished(ILogger logger);
}
