using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace IncidentBot.Tests.Fakes.Slack;

/// <summary>A place for a socket that was asked for.</summary>
internal sealed record FakeSocketSeat(Action<FakeSocket> Take, int Number);

/// <summary>Accepts sockets by hand, so that they can be made deaf.</summary>
internal sealed class FakeSocketServer(FakeSlack slack)
{
    /// <summary>From RFC 6455.</summary>
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <param name="seat">Null if the ticket is not good.</param>
    [SuppressMessage("Security", "CA5350", Justification = "The handshake of WebSockets is made with SHA-1.")]
    public async Task AcceptAsync(HttpContext context, FakeSocketSeat? seat)
    {
        if (seat is null || slack.RefusesUpgradeWith is not null)
        {
            context.Response.StatusCode = slack.RefusesUpgradeWith ?? 401;
            return;
        }

        var key = context.Request.Headers.SecWebSocketKey + Magic;
        context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key)));
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        var stream = new DeafStream(await context.Features.Get<IHttpUpgradeFeature>()!.UpgradeAsync());
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        var fake = new FakeSocket(slack, socket, stream, context, seat.Number);
        seat.Take(fake);
        var running = fake.RunAsync();
        if (slack.RefusesSocketsWith is { } reason)
        {
            await fake.DisconnectAsync(reason);
        }
        else if (!slack.LeavesGreetingOut)
        {
            await fake.GreetAsync();
        }

        await running;
    }
}
