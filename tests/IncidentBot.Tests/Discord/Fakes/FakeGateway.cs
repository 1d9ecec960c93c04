using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Tests.Fakes.Slack;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IncidentBot.Tests.Discord.Fakes;

/// <summary>The gateway: sessions that are begun and resumed, and its rules.</summary>
internal sealed class FakeGateway(FakeDiscord discord, TimeProvider time)
{
    /// <summary>From RFC 6455.</summary>
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int KnownIntents = 0x331FFFF;
    private const int MostFrames = 120;

    private readonly Lock _gate = new();
    private readonly List<FakeConnection> _connections = [];
    private readonly Dictionary<string, FakeSession> _sessions = [];
    private readonly Dictionary<FakeConnection, Queue<long>> _frames = [];
    private long? _lastIdentify;

    /// <summary>How often a session was begun, or tried to be.</summary>
    public int Identifies { get; private set; }

    public int Resumes { get; private set; }

    /// <summary>All connections there were, in the order in which they were opened.</summary>
    public IReadOnlyList<FakeConnection> Connections
    {
        get
        {
            lock (_gate)
            {
                return [.. _connections];
            }
        }
    }

    /// <summary>The sessions that are alive, connected or not.</summary>
    public IReadOnlyList<FakeSession> Sessions
    {
        get
        {
            lock (_gate)
            {
                return [.. _sessions.Values];
            }
        }
    }

    /// <summary>Forgets all sessions, as after an outage.</summary>
    public void ForgetSessions()
    {
        lock (_gate)
        {
            _sessions.Clear();
        }
    }

    public void Kill(FakeSession session)
    {
        lock (_gate)
        {
            _sessions.Remove(session.Id);
        }
    }

    public void Left(FakeConnection connection)
    {
        lock (_gate)
        {
            if (connection.Session is { } session && session.Connection == connection)
            {
                session.Connection = null;
                if (connection.ClosedWith is 1000 or 1001)
                {
                    _sessions.Remove(session.Id);
                }
            }
        }
    }

    /// <summary>Delivers an event to every session it belongs to, connected or not.</summary>
    public void Dispatch(string name, JsonObject data)
    {
        lock (_gate)
        {
            foreach (var session in _sessions.Values.Where(session => Belongs(session, data)))
            {
                Dispatch(session, name, data);
            }
        }

        discord.Changed.Raise();
    }

    [SuppressMessage("Security", "CA5350", Justification = "The handshake of WebSockets is made with SHA-1.")]
    public async Task AcceptAsync(HttpContext context)
    {
        if (discord.RefusesUpgradeWith is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        var key = context.Request.Headers.SecWebSocketKey + Magic;
        context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key)));
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        var stream = new DeafStream(await context.Features.Get<IHttpUpgradeFeature>()!.UpgradeAsync());
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        FakeConnection connection;
        lock (_gate)
        {
            connection = new FakeConnection(discord, socket, stream, context, _connections.Count + 1);
            _connections.Add(connection);
            _frames[connection] = new Queue<long>();
        }

        discord.Changed.Raise();
        var running = connection.RunAsync();
        await GreetAsync(connection);
        await running;
    }

    public async Task TakeAsync(FakeConnection connection, JsonObject frame, string? token)
    {
        var op = (int?)frame["op"] ?? -1;
        if (IsTooFast(connection))
        {
            await connection.CloseAsync(4008, "Rate limited");
        }
        else if (op == 1)
        {
            if (!discord.MutesAcks)
            {
                await connection.SendAsync(new JsonObject { ["op"] = 11 });
            }
        }
        else if (op == 2)
        {
            await IdentifyAsync(connection, frame["d"]!.AsObject(), token);
        }
        else if (op == 6)
        {
            await ResumeAsync(connection, frame["d"]!.AsObject(), token);
        }
        else if (connection.Session is null)
        {
            await connection.CloseAsync(4003, "Not authenticated");
        }
        else if (op is not (3 or 4 or 8))
        {
            await connection.CloseAsync(4001, "Unknown opcode");
        }
    }

    private async Task GreetAsync(FakeConnection connection)
    {
        if (!connection.Query.Contains("v=10", StringComparison.Ordinal))
        {
            await connection.CloseAsync(4012, "Invalid API version");
        }
        else if (discord.ReconnectsBeforeHello > 0)
        {
            discord.ReconnectsBeforeHello--;
            await connection.ReconnectAsync();
        }
        else if (!discord.LeavesHelloOut)
        {
            await connection.HelloAsync();
        }
    }

    private async Task IdentifyAsync(FakeConnection connection, JsonObject data, string? token)
    {
        var intents = (int?)data["intents"] ?? -1;
        int? refusal = connection.Session is not null ? 4005
            : token != FakeDiscord.BotToken ? 4004
            : data["properties"] is null ? 4002
            : intents < 0 || (intents & ~KnownIntents) != 0 ? 4013
            : (intents & ~discord.AllowedIntents) != 0 ? 4014
            : null;
        if (refusal is { } code)
        {
            await connection.CloseAsync(code);
            return;
        }

        var isTooSoon = false;
        lock (_gate)
        {
            Identifies++;
            discord.SessionsLeft--;
            isTooSoon = _lastIdentify is { } last && time.GetElapsedTime(last) < discord.IdentifyWindow;
            _lastIdentify = isTooSoon ? _lastIdentify : time.GetTimestamp();
        }

        if (isTooSoon)
        {
            await connection.SendAsync(new JsonObject { ["op"] = 9, ["d"] = false });
        }
        else if (!discord.IgnoresIdentify)
        {
            Begin(connection, data, intents);
        }
    }

    private void Begin(FakeConnection connection, JsonObject data, int intents)
    {
        var shard = data["shard"] as JsonArray;
        var session = new FakeSession(Guid.NewGuid().ToString("n"), intents, (int?)shard?[0] ?? 0, (int?)shard?[1] ?? 1) { Connection = connection };
        lock (_gate)
        {
            connection.Session = session;
            _sessions[session.Id] = session;
            Dispatch(session, "READY", FakePayloads.Ready(session, discord.ResumeUrl));
            if ((intents & 1) != 0)
            {
                Dispatch(session, "GUILD_CREATE", FakePayloads.Guild());
            }
        }
    }

    private async Task ResumeAsync(FakeConnection connection, JsonObject data, string? token)
    {
        FakeSession? session;
        var sequence = (int?)data["seq"] ?? 0;
        lock (_gate)
        {
            Resumes++;
            session = token == FakeDiscord.BotToken ? _sessions.GetValueOrDefault((string?)data["session_id"] ?? "") : null;
            if (session is not null && sequence <= session.Sequence)
            {
                (connection.Session, session.Connection) = (session, connection);
                var from = sequence - discord.ReplaysAgain;
                foreach (var frame in session.Frames.Where(frame => (int)frame["s"]! > from && (string?)frame["t"] != "RESUMED").ToList())
                {
                    _ = connection.SendAsync(frame);
                }

                Dispatch(session, "RESUMED", []);
                return;
            }
        }

        await (token != FakeDiscord.BotToken ? connection.CloseAsync(4004)
            : session is null ? connection.SendAsync(new JsonObject { ["op"] = 9, ["d"] = false })
            : connection.CloseAsync(4007, "Invalid seq"));
    }

    private static void Dispatch(FakeSession session, string name, JsonObject data)
    {
        var frame = new JsonObject { ["op"] = 0, ["s"] = ++session.Sequence, ["t"] = name, ["d"] = FakePayloads.Visible(session, name, data) };
        session.Frames.Add(frame);
        _ = session.Connection?.SendAsync(frame);
    }

    private static bool Belongs(FakeSession session, JsonObject data)
    {
        var guild = ulong.TryParse((string?)data["guild_id"], out var id) ? id : 0;
        return (int)((guild >> 22) % (ulong)session.Shards) == session.Shard;
    }

    private bool IsTooFast(FakeConnection connection)
    {
        lock (_gate)
        {
            var frames = _frames[connection];
            while (frames.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= TimeSpan.FromMinutes(1))
            {
                frames.Dequeue();
            }

            frames.Enqueue(time.GetTimestamp());
            return frames.Count > MostFrames;
        }
    }
}
