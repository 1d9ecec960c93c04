using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Tests.Fakes.Slack;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Tests.Discord.Fakes;

/// <summary>One connection to the gateway, seen from Discord's side.</summary>
internal sealed class FakeConnection(FakeDiscord discord, WebSocket socket, DeafStream stream, HttpContext context, int number)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<JsonObject> _received = [];
    private Task _last = Task.CompletedTask;

    /// <summary>In the order in which they were opened, from 1.</summary>
    public int Number => number;

    public string Query { get; } = context.Request.QueryString.Value ?? "";

    public string Path { get; } = context.Request.Path.Value ?? "";

    public string UserAgent { get; } = context.Request.Headers.UserAgent.ToString();

    public bool IsOpen { get; private set; } = true;

    public FakeSession? Session { get; set; }

    /// <summary>How the other side closed it; null if it did not.</summary>
    public int? ClosedWith { get; private set; }

    /// <summary>The frames that came, with the token taken out.</summary>
    public IReadOnlyList<JsonObject> Received
    {
        get
        {
            lock (_gate)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>The frames of one kind that came.</summary>
    public IReadOnlyList<JsonObject> Of(int op) => [.. Received.Where(frame => (int?)frame["op"] == op)];

    public Task SendAsync(JsonObject frame) => SendAsync(frame.ToJsonString());

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type, bool isWhole) =>
        InTurnAsync(() => socket.SendAsync(bytes, type, isWhole, CancellationToken.None));

    public Task HelloAsync() => SendAsync(new JsonObject
    {
        ["op"] = 10,
        ["d"] = new JsonObject { ["heartbeat_interval"] = (int)discord.HeartbeatInterval.TotalMilliseconds, ["_trace"] = new JsonArray("fake") },
        ["s"] = null,
        ["t"] = null,
    });

    /// <summary>Asks for a new connection.</summary>
    public Task ReconnectAsync() => SendAsync(new JsonObject { ["op"] = 7, ["d"] = null });

    /// <summary>Says that the session is invalid; unless it may be resumed, it is gone.</summary>
    public Task InvalidateAsync(bool mayResume)
    {
        if (!mayResume && Session is { } session)
        {
            discord.Gateway.Kill(session);
        }

        return SendAsync(new JsonObject { ["op"] = 9, ["d"] = mayResume });
    }

    /// <summary>Asks for a heartbeat at once.</summary>
    public Task AskHeartbeatAsync() => SendAsync(new JsonObject { ["op"] = 1, ["d"] = null });

    /// <summary>A frame in several pieces, cut wherever that falls.</summary>
    public async Task SendInPiecesAsync(JsonObject frame, int pieces)
    {
        var bytes = Encoding.UTF8.GetBytes(frame.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        var size = (bytes.Length + pieces - 1) / pieces;
        for (var at = 0; at < bytes.Length; at += size)
        {
            await SendAsync(bytes[at..Math.Min(bytes.Length, at + size)], WebSocketMessageType.Text, at + size >= bytes.Length);
        }
    }

    public Task CloseAsync(int code, string reason = "") =>
        InTurnAsync(() => socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None));

    /// <summary>The connection is reset.</summary>
    public void Reset()
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

    /// <summary>The connection ends without a word.</summary>
    public void Finish() => _finished.TrySetResult();

    /// <summary>From now on nothing is heard or said, and nobody notices.</summary>
    public void Freeze() => stream.Deafen();

    public async Task RunAsync()
    {
        try
        {
            await Task.WhenAny(ReadAsync(), _finished.Task);
        }
        finally
        {
            IsOpen = false;
            discord.Gateway.Left(this);
            discord.Changed.Raise();
        }
    }

    private async Task ReadAsync()
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
                    ClosedWith = (int?)read.CloseStatus;
                    await CloseAsync((int)WebSocketCloseStatus.NormalClosure);
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
    }

    private async Task TakeAsync(byte[] bytes, WebSocketMessageType type)
    {
        JsonObject? frame = null;
        try
        {
            frame = type == WebSocketMessageType.Text && bytes.Length <= 4096 ? JsonNode.Parse(bytes) as JsonObject : null;
        }
        catch (JsonException)
        {
        }

        if (frame is null)
        {
            await CloseAsync(4002, "Decode error");
            return;
        }

        var token = frame["d"] is JsonObject data ? (string?)data["token"] : null;
        lock (_gate)
        {
            var kept = frame.DeepClone().AsObject();
            (kept["d"] as JsonObject)?.Remove("token");
            _received.Add(kept);
        }

        await discord.Gateway.TakeAsync(this, frame, token);
        discord.Changed.Raise();
    }

    private Task InTurnAsync(Func<Task> send)
    {
        lock (_gate)
        {
            return _last = AfterAsync(_last, send);
        }
    }

    /// <summary>Whoever waits for what follows from a frame waits in vain if the connection is gone.</summary>
    private static async Task AfterAsync(Task last, Func<Task> send)
    {
        await last;
        try
        {
            await send();
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException or IOException or ArgumentException)
        {
            // It is gone.
        }
    }
}
