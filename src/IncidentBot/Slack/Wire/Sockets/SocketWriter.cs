using System.Net.WebSockets;

namespace IncidentBot.Slack.Wire.Sockets;

/// <summary>Writes to a socket, one frame after the other: it permits no two at once.</summary>
internal sealed class SocketWriter(WebSocket socket) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Writes one frame; Slack does not put fragments together.</summary>
    /// <returns>False if the socket is not open any more.</returns>
    public Task<bool> SendAsync(byte[] frame, CancellationToken ct) =>
        WriteAsync(() => socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, ct));

    /// <summary>Says that nothing more comes from here.</summary>
    public Task CloseAsync(CancellationToken ct) =>
        WriteAsync(() => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct));

    public void Dispose() => _turn.Dispose();

    /// <summary>How a socket says that it has ended, in whatever way.</summary>
    public static bool IsEnd(Exception e) =>
        e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException;

    private async Task<bool> WriteAsync(Func<Task> write)
    {
        await _turn.WaitAsync();
        try
        {
            if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            {
                return false;
            }

            await write();
            return true;
        }
        catch (Exception e) when (IsEnd(e))
        {
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }
}
