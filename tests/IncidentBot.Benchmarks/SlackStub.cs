using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Benchmarks;

/// <summary>As much of Slack as a measurement needs: it says yes to everything and holds one socket.</summary>
internal sealed class SlackStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _sending = new(1);
    private WebSocket? _socket;

    private SlackStub(WebApplication app) => _app = app;

    public string ApiUrl => $"{Address}/api/";

    public Task Connected => _connected.Task;

    private string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<SlackStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new SlackStub(app);
        app.UseWebSockets();
        app.MapPost("/api/{method}", (string method) => Results.Content(stub.Answer(method), "application/json"));
        app.Map("/link", stub.AcceptAsync);
        await app.StartAsync();
        return stub;
    }

    /// <summary>Sends a command through the socket; is done when it is acknowledged.</summary>
    public async Task SlashAsync(string id, string channel, string text)
    {
        var acknowledged = _waiting[id] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(
            $$"""{"envelope_id":"{{id}}","type":"slash_commands","accepts_response_payload":true,"payload":{"team_id":"T1","channel_id":"{{channel}}","user_id":"U1","user_name":"ana","command":"/note","text":"{{text}}","trigger_id":"{{id}}","response_url":"https://hooks.slack.com/commands/{{id}}"} }""");
        await acknowledged.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _sending.Dispose();
    }

    private string Answer(string method) => method switch
    {
        "apps.connections.open" => $$"""{"ok":true,"url":"{{Address.Replace("http://", "ws://", StringComparison.Ordinal)}}/link"}""",
        "auth.test" => """{"ok":true,"user_id":"U0BOT","bot_id":"B1","team_id":"T1","url":"https://measuring.slack.com/"}""",
        "users.info" => """{"ok":true,"user":{"id":"U1","name":"ana","real_name":"Ana","tz":"Europe/Madrid"}}""",
        "chat.postMessage" or "chat.update" => """{"ok":true,"channel":"C1","ts":"1700000000.000100"}""",
        _ => """{"ok":true}""",
    };

    private async Task AcceptAsync(HttpContext context)
    {
        _socket = await context.WebSockets.AcceptWebSocketAsync();
        await SendAsync("""{"type":"hello","num_connections":1,"connection_info":{"app_id":"A1"}}""");
        _connected.TrySetResult();
        var buffer = new byte[64 * 1024];
        while (await _socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
        {
            using var ack = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
            if (_waiting.TryRemove(ack.RootElement.GetProperty("envelope_id").GetString()!, out var acknowledged))
            {
                acknowledged.SetResult();
            }
        }
    }

    private async Task SendAsync(string frame)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket!.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }
}
