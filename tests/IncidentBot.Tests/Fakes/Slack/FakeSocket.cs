using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Fakes.Slack;

/// <summary>One socket that is or was open, seen from Slack's side.</summary>
internal sealed class FakeSocket(FakeSlack slack, WebSocket socket, DeafStream stream, HttpContext context, int number)
{
    private const int LongestFrame = 20_480;

    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    /// <summary>In the order in which they were opened, from 1.</summary>
    public int Number => number;

    public bool IsGreeted { get; private set; }

    public bool IsOpen { get; private set; } = true;

    /// <summary>How the other side closed it; null if it did not.</summary>
    public WebSocketCloseStatus? ClosedWith { get; private set; }

    /// <summary>Frames that were no acknowledgement.</summary>
    public List<string> Odd { get; } = [];

    public async Task GreetAsync()
    {
        IsGreeted = true;
        await SendAsync(new JsonObject
        {
            ["type"] = "hello",
            ["num_connections"] = 1,
            ["connection_info"] = new JsonObject { ["app_id"] = "A0FAKE" },
            ["debug_info"] = new JsonObject { ["host"] = "applink-1", ["approximate_connection_time"] = 18060 },
        }.ToJsonString());
        slack.Changed.Raise();
    }

    public Task DisconnectAsync(string reason) => SendAsync(new JsonObject
    {
        ["type"] = "disconnect",
        ["reason"] = reason,
        ["debug_info"] = new JsonObject { ["host"] = "applink-1" },
    }.ToJsonString());

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type, bool isWhole) =>
        InTurnAsync(() => socket.SendAsync(bytes, type, isWhole, CancellationToken.None));

    public Task CloseAsync(WebSocketCloseStatus status, string reason = "") =>
        InTurnAsync(() => socket.CloseOutputAsync(status, reason, CancellationToken.None));

    /// <summary>The connection breaks.</summary>
    public void Drop()
    {
        try
        {
            context.Abort();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    /// <summary>From now on nothing is heard, so that no ping is answered, and nobody notices.</summary>
    public void Deafen() => stream.Deafen();

    public async Task RunAsync()
    {
        var buffer = new byte[64 * 1024];
        using var frame = new MemoryStream();
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer, CancellationToken.None);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    ClosedWith = read.CloseStatus;
                    await CloseAsync(WebSocketCloseStatus.NormalClosure);
                    return;
                }

                frame.Write(buffer, 0, read.Count);
                if (read.EndOfMessage)
                {
                    await TakeAsync(frame.ToArray(), read.MessageType);
                    frame.SetLength(0);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException or IOException)
        {
            // It broke.
        }
        finally
        {
            IsOpen = false;
            slack.Changed.Raise();
        }
    }

    private Task InTurnAsync(Func<Task> send)
    {
        lock (_gate)
        {
            return _last = AfterAsync(_last, send);
        }
    }

    /// <summary>Whoever waits for what follows from a frame waits in vain if the socket is gone.</summary>
    private static async Task AfterAsync(Task last, Func<Task> send)
    {
        await last;
        try
        {
            await send();
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException or IOException)
        {
            // It is gone.
        }
    }

    private async Task TakeAsync(byte[] frame, WebSocketMessageType type)
    {
        if (frame.Length > LongestFrame)
        {
            await CloseAsync(WebSocketCloseStatus.MessageTooBig, "Max frame length of 20480 has been exceeded.");
            return;
        }

        var text = Encoding.UTF8.GetString(frame);
        JsonObject? ack = null;
        try
        {
            ack = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
        }

        if (type != WebSocketMessageType.Text || (string?)ack?["envelope_id"] is not { } id)
        {
            Odd.Add(text);
        }
        else
        {
            slack.Acknowledge(new FakeAck(this, id, ack["payload"] as JsonObject, frame.Length));
        }

        slack.Changed.Raise();
    }
}
