using System.Net.WebSockets;
using System.Text.Json.Nodes;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>Writes to a socket, one frame after the other, no more and no longer ones than Discord takes.</summary>
internal sealed class GatewayWriter(WebSocket socket, TimeProvider time) : IDisposable
{
    internal const int LongestFrame = 4096;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly SendLimit _limit = new(time);

    /// <summary>Writes one frame.</summary>
    /// <returns>False if the socket is not open any more, or takes no more now.</returns>
    public Task<bool> SendAsync(int op, JsonNode? data, bool isRegularBeat, CancellationToken ct)
    {
        var frame = DiscordJson.Write(new JsonObject { ["op"] = op, ["d"] = data });
        return frame.Length > LongestFrame || !_limit.TryTake(isRegularBeat)
            ? Task.FromResult(false)
            : WriteAsync(() => socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, ct));
    }

    /// <summary>Says that nothing more comes from here.</summary>
    public Task CloseAsync(int code, CancellationToken ct) =>
        WriteAsync(() => socket.CloseOutputAsync((WebSocketCloseStatus)code, null, ct));

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
