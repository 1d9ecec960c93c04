using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace IncidentBot.Tests.Fakes.Slack;

/// <summary>
/// Slack on this machine: a real server with the Web API, sockets, response addresses and files. It keeps what it is
/// told, delivers what a test says, and goes wrong on demand.
/// </summary>
internal sealed class FakeSlack : IAsyncDisposable
{
    public const string AppToken = "xapp-1-A0FAKE-1-test";
    public const string BotToken = "xoxb-test";
    public const string SigningSecret = "8f742231b10e8888abcd99yyyzzz85a5";
    public const string AllScopes =
        "commands,chat:write,app_mentions:read,channels:history,groups:history,channels:read,groups:read,users:read,"
        + "reactions:read,reactions:write,pins:read,pins:write,files:read,files:write,im:write";

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly FakeMethods _methods;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<FakeFault>> _faults = new();
    private readonly ConcurrentDictionary<string, bool> _tickets = new();
    private readonly ConcurrentDictionary<string, (long At, bool IsUsed)> _triggers = new();
    private readonly List<FakeCall> _calls = [];
    private readonly List<FakeAck> _acks = [];
    private readonly List<FakeSocket> _sockets = [];
    private readonly Lock _gate = new();
    private int _number;

    private FakeSlack(WebApplication app, TimeProvider time)
    {
        (_app, _time) = (app, time);
        Workspace = new FakeWorkspace(time);
        _methods = new FakeMethods(this);
    }

    public FakeWorkspace Workspace { get; }

    public Uri Url { get; private set; } = null!;

    public Uri ApiUrl => new(Url, "/api/");

    /// <summary>Raised by everything that happens here.</summary>
    public Signal Changed { get; } = new();

    /// <summary>The settings with which the bot connects to this Slack by Socket Mode.</summary>
    public (string Setting, string Value)[] Settings =>
        [("Slack:AppToken", AppToken), ("Slack:BotToken", BotToken), ("Slack:ApiUrl", ApiUrl.AbsoluteUri)];

    /// <summary>New sockets are not greeted.</summary>
    public bool LeavesGreetingOut { get; set; }

    /// <summary>New sockets are told this instead of a greeting.</summary>
    public string? RefusesSocketsWith { get; set; }

    /// <summary>New sockets are refused with this status.</summary>
    public int? RefusesUpgradeWith { get; set; }

    /// <summary>What a socket address begins with; null for this server.</summary>
    public string? SocketAddress { get; set; }

    public string Scopes { get; set; } = AllScopes;

    /// <summary>How far Slack's clock is ahead.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>What was posted to response addresses.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<JsonObject>> Responses { get; } = new();

    /// <summary>Response addresses that are gone.</summary>
    public ConcurrentDictionary<string, bool> Expired { get; } = new();

    public IReadOnlyList<FakeCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public IReadOnlyList<FakeAck> Acks
    {
        get
        {
            lock (_gate)
            {
                return [.. _acks];
            }
        }
    }

    /// <summary>All sockets there were, in the order in which they were opened.</summary>
    public IReadOnlyList<FakeSocket> Sockets
    {
        get
        {
            lock (_gate)
            {
                return [.. _sockets];
            }
        }
    }

    /// <summary>The sockets over which something can be delivered now.</summary>
    public IReadOnlyList<FakeSocket> Open => [.. Sockets.Where(socket => socket is { IsOpen: true, IsGreeted: true })];

    /// <param name="time">Slack's clock; the real one unless given.</param>
    public static async Task<FakeSlack> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var slack = new FakeSlack(app, time ?? TimeProvider.System);
        app.Run(slack.AnswerAsync);
        await app.StartAsync();
        slack.Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return slack;
    }

    public IReadOnlyList<FakeCall> CallsOf(string method) => [.. Calls.Where(call => call.Method == method)];

    /// <summary>The next calls of a method go wrong, one after the other.</summary>
    public void Fault(string method, params FakeFault[] faults)
    {
        foreach (var fault in faults)
        {
            _faults.GetOrAdd(method, _ => new()).Enqueue(fault);
        }
    }

    public Task UntilAsync(Func<FakeSlack, bool> isTrue) => Changed.UntilAsync(() => isTrue(this));

    /// <summary>The socket that was opened as the given one, from 1, once it is greeted.</summary>
    public async Task<FakeSocket> SocketAsync(int number)
    {
        await UntilAsync(slack => slack.Sockets.Count >= number && slack.Sockets[number - 1].IsGreeted);
        return Sockets[number - 1];
    }

    /// <summary>Somebody types a command; gives the acknowledgement.</summary>
    public Task<FakeAck> SlashAsync(string line, string user = FakeWorkspace.Ana, string channel = FakeWorkspace.Channel, FakeSocket? socket = null) =>
        DeliverAsync(Envelope("slash_commands", SlashPayload(line, user, channel)), socket);

    /// <summary>Something happens; gives the acknowledgement.</summary>
    public Task<FakeAck> EventAsync(JsonObject inner, string? eventId = null, FakeSocket? socket = null) =>
        DeliverAsync(Envelope("events_api", EventPayload(inner, eventId)), socket);

    /// <summary>Somebody uses a button, a shortcut or a modal; gives the acknowledgement.</summary>
    public Task<FakeAck> InteractiveAsync(JsonObject payload, FakeSocket? socket = null) =>
        DeliverAsync(Envelope("interactive", InteractivePayload(payload)), socket);

    /// <summary>The fields of a typed command.</summary>
    public JsonObject SlashPayload(string line, string user = FakeWorkspace.Ana, string channel = FakeWorkspace.Channel)
    {
        var (command, text) = line.Split(' ', 2) is [var head, var rest] ? (head, rest) : (line, "");
        return new JsonObject
        {
            ["token"] = "x",
            ["team_id"] = FakeWorkspace.Team,
            ["team_domain"] = "fake",
            ["channel_id"] = channel,
            ["channel_name"] = "general",
            ["user_id"] = user,
            ["user_name"] = user[2..].ToLowerInvariant(),
            ["command"] = command,
            ["text"] = text,
            ["api_app_id"] = "A0FAKE",
            ["is_enterprise_install"] = "false",
            ["response_url"] = NewResponseUrl(),
            ["trigger_id"] = NewTrigger(),
        };
    }

    public JsonObject EventPayload(JsonObject inner, string? eventId = null) => new()
    {
        ["token"] = "x",
        ["team_id"] = FakeWorkspace.Team,
        ["api_app_id"] = "A0FAKE",
        ["type"] = "event_callback",
        ["event"] = inner,
        ["event_id"] = eventId ?? Workspace.NextId("Ev"),
        ["event_time"] = _time.GetUtcNow().ToUnixTimeSeconds(),
        ["authorizations"] = new JsonArray(new JsonObject { ["team_id"] = FakeWorkspace.Team, ["user_id"] = FakeWorkspace.Bot, ["is_bot"] = true }),
    };

    public JsonObject InteractivePayload(JsonObject payload)
    {
        var whole = payload.DeepClone().AsObject();
        whole["api_app_id"] ??= "A0FAKE";
        whole["team"] ??= new JsonObject { ["id"] = FakeWorkspace.Team };
        whole["user"] ??= new JsonObject { ["id"] = FakeWorkspace.Ana, ["username"] = "ana" };
        whole["trigger_id"] ??= NewTrigger();
        if ((string?)whole["type"] is "message_action" || whole["channel"] is not null)
        {
            whole["response_url"] ??= NewResponseUrl();
        }

        return whole;
    }

    /// <summary>A delivery as it goes over a socket.</summary>
    public static JsonObject Envelope(string type, JsonObject payload, string? id = null)
    {
        var envelope = new JsonObject
        {
            ["envelope_id"] = id ?? Guid.NewGuid().ToString(),
            ["payload"] = payload,
            ["type"] = type,
            ["accepts_response_payload"] = type != "events_api",
        };
        if (type == "events_api")
        {
            (envelope["retry_attempt"], envelope["retry_reason"]) = (0, "");
        }

        return envelope;
    }

    /// <summary>Delivers, and gives the acknowledgement; fails if none comes.</summary>
    public async Task<FakeAck> DeliverAsync(JsonObject envelope, FakeSocket? socket = null)
    {
        var id = (string)envelope["envelope_id"]!;
        var before = Acks.Count(ack => ack.EnvelopeId == id);
        await (socket ?? Open[^1]).SendAsync(envelope.ToJsonString());
        await UntilAsync(slack => slack.Acks.Count(ack => ack.EnvelopeId == id) > before);
        return Acks.Last(ack => ack.EnvelopeId == id);
    }

    public string NewTrigger()
    {
        var trigger = $"1.{Interlocked.Increment(ref _number)}.{Guid.NewGuid():N}";
        _triggers[trigger] = (_time.GetTimestamp(), false);
        return trigger;
    }

    public string NewResponseUrl()
    {
        var path = $"/commands/{FakeWorkspace.Team}/{Interlocked.Increment(ref _number)}/{Guid.NewGuid():N}";
        Responses[path] = new();
        return new Uri(Url, path).AbsoluteUri;
    }

    /// <summary>What was answered at an address.</summary>
    public IReadOnlyList<JsonObject> Answers(string responseUrl) => [.. Responses[new Uri(responseUrl).AbsolutePath]];

    /// <summary>What is wrong with a trigger; null if it was good, and now it is used.</summary>
    public string? UseTrigger(string trigger)
    {
        if (!_triggers.TryGetValue(trigger, out var known))
        {
            return "invalid_trigger_id";
        }

        if (known.IsUsed)
        {
            return "exchanged_trigger_id";
        }

        _triggers[trigger] = known with { IsUsed = true };
        return _time.GetElapsedTime(known.At) > TimeSpan.FromSeconds(3) ? "expired_trigger_id" : null;
    }

    public string NewSocketUrl()
    {
        var ticket = Guid.NewGuid().ToString("N");
        _tickets[ticket] = true;
        return $"{SocketAddress ?? Url.AbsoluteUri.Replace("http", "ws", StringComparison.Ordinal)}link/?ticket={ticket}&app_id=A0FAKE";
    }

    public void Acknowledge(FakeAck ack)
    {
        lock (_gate)
        {
            _acks.Add(ack);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        foreach (var socket in Sockets)
        {
            socket.Drop();
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.Date = (_time.GetUtcNow() + Ahead).ToString("R", null);
        var path = context.Request.Path.Value!;
        try
        {
            await (path switch
            {
                _ when path.StartsWith("/api/", StringComparison.Ordinal) => CallAsync(context, path[5..]),
                "/link/" => new FakeSocketServer(this).AcceptAsync(context, Take(context.Request.Query["ticket"].ToString())),
                _ when path.StartsWith("/commands/", StringComparison.Ordinal) => RespondAsync(context, path),
                _ when path.StartsWith("/upload/v1/", StringComparison.Ordinal) => UploadAsync(context, path[11..]),
                _ when path.StartsWith("/files/", StringComparison.Ordinal) => DownloadAsync(context, path[7..]),
                _ => WriteAsync(context, 404, ""),
            });
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Who asked has gone, or this server goes.
        }
        finally
        {
            Changed.Raise();
        }
    }

    private async Task CallAsync(HttpContext context, string method)
    {
        var body = Encoding.UTF8.GetString(await ReadAsync(context));
        var type = context.Request.ContentType ?? "";
        var token = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        var call = new FakeCall(method, token, type, Arguments(type, body), _time.GetUtcNow());
        lock (_gate)
        {
            _calls.Add(call);
        }

        Changed.Raise();
        var fault = NextFault(method);
        var answer = fault is { DoesWork: false } ? "" : Work(call).ToJsonString();
        if (fault is null)
        {
            context.Response.Headers["x-oauth-scopes"] = Scopes;
            await WriteAsync(context, 200, answer);
        }
        else
        {
            await GoWrongAsync(context, fault);
        }
    }

    private JsonObject Work(FakeCall call)
    {
        var wanted = call.Method == "apps.connections.open" ? AppToken : BotToken;
        return call.Token == wanted ? _methods.Call(call) : new JsonObject
        {
            ["ok"] = false,
            ["error"] = call.Token is AppToken or BotToken ? "not_allowed_token_type" : call.Token.Length == 0 ? "not_authed" : "invalid_auth",
        };
    }

    private FakeFault? NextFault(string method) => _faults.TryGetValue(method, out var queue) && queue.TryDequeue(out var fault) ? fault : null;

    private async Task GoWrongAsync(HttpContext context, FakeFault fault)
    {
        Changed.Raise();
        if (fault.Hangs)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token);
            await Task.Delay(Timeout.Infinite, end.Token);
        }
        else if (fault.Resets)
        {
            context.Abort();
        }
        else
        {
            if (fault.RetryAfter is { } wait)
            {
                context.Response.Headers.RetryAfter = wait;
            }

            await WriteAsync(context, fault.Status, fault.Body, fault.ContentType);
        }
    }

    private async Task RespondAsync(HttpContext context, string path)
    {
        var body = await ReadAsync(context);
        if (NextFault("response_url") is { } fault)
        {
            await GoWrongAsync(context, fault);
        }
        else if (!Responses.TryGetValue(path, out var answers) || Expired.ContainsKey(path) || answers.Count >= 5)
        {
            await WriteAsync(context, 404, """{"ok":false,"error":"expired_url"}""");
        }
        else
        {
            answers.Enqueue(JsonNode.Parse(body)!.AsObject());
            await WriteAsync(context, 200, "ok", "text/plain");
        }
    }

    private async Task UploadAsync(HttpContext context, string id)
    {
        var content = await ReadAsync(context);
        if (NextFault("upload") is { } fault)
        {
            await GoWrongAsync(context, fault);
        }
        else if (!Workspace.Files.TryGetValue(id, out var file) || content.Length != file.Length)
        {
            await WriteAsync(context, 500, "");
        }
        else
        {
            file.Content = content;
            await WriteAsync(context, 200, $"OK - {content.Length}", "text/plain");
        }
    }

    private async Task DownloadAsync(HttpContext context, string id)
    {
        if (NextFault("download") is { } fault)
        {
            await GoWrongAsync(context, fault);
        }
        else if (context.Request.Headers.Authorization != $"Bearer {BotToken}")
        {
            await WriteAsync(context, 200, "<html>Sign in</html>", "text/html");
        }
        else if (Workspace.Files.TryGetValue(id, out var file) && file.Content is { } content)
        {
            context.Response.ContentType = file.Mimetype;
            await context.Response.Body.WriteAsync(content);
        }
        else
        {
            await WriteAsync(context, 404, "");
        }
    }

    /// <summary>A ticket is good once.</summary>
    private FakeSocketSeat? Take(string ticket)
    {
        if (!_tickets.TryRemove(ticket, out _))
        {
            return null;
        }

        return new FakeSocketSeat(socket =>
        {
            lock (_gate)
            {
                _sockets.Add(socket);
            }

            Changed.Raise();
        }, Sockets.Count + 1);
    }

    private static Dictionary<string, string> Arguments(string contentType, string body) =>
        contentType.Contains("json", StringComparison.Ordinal)
            ? JsonDocument.Parse(body).RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.ToString())
            : QueryHelpers.ParseQuery(body).ToDictionary(field => field.Key, field => field.Value.ToString());

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private static Task WriteAsync(HttpContext context, int status, string text, string contentType = "application/json; charset=utf-8")
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, contentType);
        return context.Response.WriteAsync(text);
    }
}
