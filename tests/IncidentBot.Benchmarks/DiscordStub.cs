using System.Collections.Concurrent;
using System.Globalization;
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

/// <summary>As much of Discord as a measurement needs: it says yes to everything and holds one connection to the gateway.</summary>
internal sealed class DiscordStub : IAsyncDisposable
{
    public const string Token = "bWVhc3VyaW5n.measuring.measuring";
    private const string Application = "1000000000000000001";
    private const string Guild = "2000000000000000001";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _sending = new(1);
    private WebSocket? _socket;
    private long _sequence;
    private long _message = 6000000000000000000;

    private DiscordStub(WebApplication app) => _app = app;

    public string ApiUrl => $"{Address}/api/v10/";

    public Task Connected => _connected.Task;

    private string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<DiscordStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new DiscordStub(app);
        app.UseWebSockets();
        app.Map("/", stub.AcceptAsync);
        app.MapGet("/api/v10/gateway/bot", () => Results.Content($$$"""{"url":"{{{stub.Address.Replace("http://", "ws://", StringComparison.Ordinal)}}}","shards":1,"session_start_limit":{"total":1000,"remaining":999,"reset_after":0,"max_concurrency":1}}""", "application/json"));
        app.MapPost("/api/v10/interactions/{id}/{token}/callback", stub.Answered);
        app.MapGet("/api/v10/channels/{channel}/messages", () => Results.Content("[]", "application/json"));
        app.MapFallback(() => Results.Content($$$"""{"id":"{{{Interlocked.Increment(ref stub._message)}}}","channel_id":"3000000000000000001","type":0,"author":{"id":"{{{Application}}}","username":"bot","bot":true}}""", "application/json"));
        await app.StartAsync();
        return stub;
    }

    /// <summary>Sends a command through the gateway; is done when it is answered.</summary>
    public async Task SlashAsync(int number, string command, int channel, string text)
    {
        var id = (5000000000000000000 + number).ToString(CultureInfo.InvariantCulture);
        var answered = _waiting[id] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await DispatchAsync("INTERACTION_CREATE",
            $$$"""{"id":"{{{id}}}","application_id":"{{{Application}}}","type":2,"token":"t{{{id}}}","version":1,"channel_id":"{{{3000000000000000001 + channel}}}","guild_id":"{{{Guild}}}","locale":"en-US","guild_locale":"en-US","member":{"user":{"id":"4000000000000000001","username":"ana"},"nick":"Ana","roles":[],"permissions":"0"},"data":{"id":"1","name":"{{{command}}}","type":1,"options":[{"type":3,"name":"text","value":"{{{text}}}"}]}}""");
        await answered.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _sending.Dispose();
    }

    private IResult Answered(string id)
    {
        if (_waiting.TryRemove(id, out var answered))
        {
            answered.SetResult();
        }

        return Results.NoContent();
    }

    private async Task AcceptAsync(HttpContext context)
    {
        _socket = await context.WebSockets.AcceptWebSocketAsync();
        await SendAsync("""{"op":10,"d":{"heartbeat_interval":41250}}""");
        var buffer = new byte[64 * 1024];
        while (await _socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
        {
            using var frame = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
            if (frame.RootElement.GetProperty("op").GetInt32() == 1)
            {
                await SendAsync("""{"op":11}""");
            }
            else
            {
                await DispatchAsync("READY", $$"""{"v":10,"user":{"id":"{{Application}}","username":"bot","bot":true},"guilds":[],"session_id":"measuring","resume_gateway_url":"ws://127.0.0.1:1/"}""");
                _connected.TrySetResult();
            }
        }
    }

    private Task DispatchAsync(string name, string data) =>
        SendAsync($$"""{"op":0,"t":"{{name}}","s":{{Interlocked.Increment(ref _sequence)}},"d":{{data}}}""");

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
