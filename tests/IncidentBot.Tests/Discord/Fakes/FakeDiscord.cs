using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using IncidentBot.Tests.Discord.OpenApi;
using IncidentBot.Tests.Fakes.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Tests.Discord.Fakes;

/// <summary>
/// Discord on this machine: a real server with the API and the gateway. It keeps what it is told, delivers what a test says,
/// and goes wrong on demand.
/// </summary>
internal sealed class FakeDiscord : IAsyncDisposable
{
    public const string BotToken = "MTAwMDAwMDAwMDAwMDAwMDAwMQ.FAKE00.loopback-only-not-a-real-token";
    public const string Application = "1000000000000000001";
    public const string Guild = "2000000000000000001";
    public const string Channel = "3000000000000000001";
    public const string OtherChannel = "3000000000000000002";
    public const string Ana = "4000000000000000001";
    public const string Ben = "4000000000000000002";

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly FakeRest _rest;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private readonly List<FakeRequest> _requests = [];
    private readonly List<(string Line, FakeFault Fault)> _faults = [];

    private FakeDiscord(WebApplication app, TimeProvider time)
    {
        (_app, _time) = (app, time);
        Gateway = new FakeGateway(this, time);
        State = new FakeState(time);
        _rest = new FakeRest(this, time);
    }

    public FakeGateway Gateway { get; }

    /// <summary>Channels, messages, commands and interactions.</summary>
    public FakeState State { get; }

    public Uri Url { get; private set; } = null!;

    public Uri ApiUrl => new(Url, "/api/v10/");

    public string GatewayUrl => $"ws://{Url.Authority}";

    /// <summary>Where sessions are told to be gone on with.</summary>
    public string ResumeUrl
    {
        get => field ?? $"{GatewayUrl}/resume";
        set;
    }

    /// <summary>Raised by everything that happens here.</summary>
    public Signal Changed { get; } = new();

    /// <summary>The settings with which the bot connects to this Discord.</summary>
    public (string Setting, string Value)[] Settings =>
        [("Discord:BotToken", BotToken), ("Discord:ApplicationId", Application), ("Discord:ApiUrl", ApiUrl.AbsoluteUri)];

    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(41.25);

    /// <summary>Heartbeats are not acknowledged.</summary>
    public bool MutesAcks { get; set; }

    public bool LeavesHelloOut { get; set; }

    /// <summary>Nothing comes after an identify.</summary>
    public bool IgnoresIdentify { get; set; }

    /// <summary>How many connections are asked to be opened anew before they are greeted.</summary>
    public int ReconnectsBeforeHello { get; set; }

    /// <summary>How many events too many are delivered again after a resume.</summary>
    public int ReplaysAgain { get; set; }

    public int? RefusesUpgradeWith { get; set; }

    /// <summary>Sessions may be begun so far apart only.</summary>
    public TimeSpan IdentifyWindow { get; set; }

    /// <summary>How many sessions may still be begun.</summary>
    public int SessionsLeft { get; set; } = 1000;

    public TimeSpan SessionsResetAfter { get; set; } = TimeSpan.FromHours(4);

    public int Shards { get; set; } = 1;

    /// <summary>What the app may do, such as reading messages (1 &lt;&lt; 19).</summary>
    public int ApplicationFlags { get; set; }

    /// <summary>All but the privileged ones.</summary>
    public int AllowedIntents { get; set; } = 0x331FFFF & ~(1 << 1) & ~(1 << 8) & ~(1 << 15);

    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(3);

    public TimeSpan TokenLife { get; set; } = TimeSpan.FromMinutes(15);

    public long LargestFile { get; set; } = 10 * 1024 * 1024;

    /// <summary>Calls within a time by route, such as <c>POST /channels/:id/messages</c>.</summary>
    public ConcurrentDictionary<string, (int Calls, TimeSpan Within)> Limits { get; } = new();

    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <param name="time">Discord's clock; the real one unless given.</param>
    public static async Task<FakeDiscord> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var discord = new FakeDiscord(app, time ?? TimeProvider.System);
        app.Run(discord.AnswerAsync);
        await app.StartAsync();
        discord.Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        discord.State.Url = discord.Url;
        return discord;
    }

    /// <summary>The next calls whose line begins so go wrong, one after the other.</summary>
    /// <param name="line">Such as <c>POST /channels/</c>.</param>
    public void Fault(string line, params FakeFault[] faults)
    {
        lock (_gate)
        {
            _faults.AddRange(faults.Select(fault => (line, fault)));
        }
    }

    /// <summary>The requests whose line begins so.</summary>
    public IReadOnlyList<FakeRequest> RequestsOf(string line) => [.. Requests.Where(request => request.Line.StartsWith(line, StringComparison.Ordinal))];

    public Task UntilAsync(Func<FakeDiscord, bool> isTrue) => Changed.UntilAsync(() => isTrue(this));

    /// <summary>The connection that was opened as the given one, from 1, once its session has begun or goes on.</summary>
    public async Task<FakeConnection> ConnectionAsync(int number)
    {
        await UntilAsync(discord => discord.Gateway.Connections.Count >= number && discord.Gateway.Connections[number - 1].Session is not null);
        return Gateway.Connections[number - 1];
    }

    public void Dispatch(string name, JsonObject data) => Gateway.Dispatch(name, data);

    /// <summary>Somebody uses a command.</summary>
    /// <param name="name">With its subcommands, such as <c>incident note</c>.</param>
    public FakeInteraction Slash(string name, (string Name, JsonNode Value)[]? options = null, string user = Ana, string channel = Channel) =>
        Interact(2, FakeCommands.Data(name, options ?? []), user, channel);

    /// <summary>Somebody is typing an option of a command.</summary>
    public FakeInteraction Type(string name, string option, string typed, (string Name, JsonNode Value)[]? options = null, string user = Ana, string channel = Channel) =>
        Interact(4, FakeCommands.Data(name, [.. options ?? [], (option, typed)], option), user, channel);

    /// <summary>Somebody chooses a command from the menu of a message.</summary>
    public FakeInteraction Menu(string name, JsonObject message, string user = Ana, string channel = Channel) => Interact(2, new JsonObject
    {
        ["id"] = "5000000000000000009",
        ["name"] = name,
        ["type"] = 3,
        ["target_id"] = (string?)message["id"],
        ["resolved"] = new JsonObject { ["messages"] = new JsonObject { [(string)message["id"]!] = message.DeepClone() } },
    }, user, channel);

    /// <summary>Somebody presses a button, or chooses from a menu.</summary>
    public FakeInteraction Press(string customId, JsonObject message, string[]? values = null, string user = Ana, string channel = Channel)
    {
        var data = new JsonObject { ["custom_id"] = customId, ["component_type"] = values is null ? 2 : 3 };
        if (values is not null)
        {
            data["values"] = new JsonArray([.. values.Select(value => (JsonNode)value)]);
        }

        return Interact(3, data, user, channel, message);
    }

    /// <summary>Somebody sends a modal.</summary>
    public FakeInteraction Submit(string customId, (string Field, string Value)[] fields, JsonObject? message = null, string user = Ana, string channel = Channel) => Interact(5, new JsonObject
    {
        ["custom_id"] = customId,
        ["components"] = new JsonArray([.. fields.Select(field => new JsonObject
        {
            ["type"] = 18,
            ["component"] = new JsonObject { ["type"] = 4, ["custom_id"] = field.Field, ["value"] = field.Value },
        })]),
    }, user, channel, message);

    /// <summary>Begins an interaction and delivers it.</summary>
    /// <param name="change">Changes what is delivered, after it is made.</param>
    public FakeInteraction Interact(int type, JsonObject data, string user = Ana, string channel = Channel, JsonObject? message = null, Action<JsonObject>? change = null)
    {
        var interaction = Begin(type, data, user, channel, message, change);
        Dispatch("INTERACTION_CREATE", interaction.Payload);
        return interaction;
    }

    /// <summary>Begins an interaction without delivering it, as where it goes another way.</summary>
    public FakeInteraction Begin(int type, JsonObject data, string user = Ana, string channel = Channel, JsonObject? message = null, Action<JsonObject>? change = null)
    {
        var (id, token) = (FakePayloads.Snowflake(_time.GetUtcNow()), Convert.ToBase64String(Guid.NewGuid().ToByteArray()).Replace('+', '-').Replace('/', '_').TrimEnd('='));
        var payload = FakePayloads.Interaction(id, token, type, user, channel);
        payload["data"] = data;
        payload["message"] = message?.DeepClone();
        change?.Invoke(payload);
        return State.Add(new FakeInteraction(id, token, type, channel, _time.GetTimestamp()) { Payload = payload });
    }

    /// <summary>Somebody writes a message; gives it.</summary>
    public JsonObject Say(string text, string user = Ana, string channel = Channel, Action<JsonObject>? change = null)
    {
        var message = State.AddMessage(channel, user, text);
        change?.Invoke(message);
        Dispatch("MESSAGE_CREATE", InGuild(message, user));
        return message;
    }

    /// <summary>Somebody edits a message.</summary>
    public void Edit(JsonObject message, string text)
    {
        (message["content"], message["edited_timestamp"]) = (text, FakePayloads.Time(_time.GetUtcNow()));
        Dispatch("MESSAGE_UPDATE", InGuild(message, (string)message["author"]!["id"]!));
    }

    /// <summary>Somebody deletes a message.</summary>
    public void Delete(JsonObject message)
    {
        State.Remove((string)message["channel_id"]!, (string)message["id"]!);
        Dispatch("MESSAGE_DELETE", new JsonObject { ["id"] = (string?)message["id"], ["channel_id"] = (string?)message["channel_id"], ["guild_id"] = Guild });
    }

    /// <summary>Somebody reacts to a message, or takes that back.</summary>
    public void React(JsonObject message, string emoji, string user = Ana, bool isAdded = true) => Dispatch(
        isAdded ? "MESSAGE_REACTION_ADD" : "MESSAGE_REACTION_REMOVE",
        new JsonObject
        {
            ["user_id"] = user,
            ["channel_id"] = (string?)message["channel_id"],
            ["message_id"] = (string?)message["id"],
            ["guild_id"] = Guild,
            ["member"] = isAdded ? FakePayloads.Member(user) : null,
            ["emoji"] = new JsonObject { ["id"] = null, ["name"] = emoji },
            ["message_author_id"] = (string?)message["author"]!["id"],
        });

    /// <summary>Somebody who may removes all reactions of a message, or all of one emoji.</summary>
    public void Clear(JsonObject message, string? emoji = null) => Dispatch(
        emoji is null ? "MESSAGE_REACTION_REMOVE_ALL" : "MESSAGE_REACTION_REMOVE_EMOJI",
        new JsonObject
        {
            ["channel_id"] = (string?)message["channel_id"],
            ["message_id"] = (string?)message["id"],
            ["guild_id"] = Guild,
            ["emoji"] = emoji is null ? null : new JsonObject { ["id"] = null, ["name"] = emoji },
        });

    /// <summary>A test sends what Discord would not take.</summary>
    public bool IsSentWrongBodies { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        foreach (var connection in Gateway.Connections)
        {
            connection.Reset();
        }

        await _app.DisposeAsync();
        _closing.Dispose();
        if (DiscordDescription.IsHere && !IsSentWrongBodies)
        {
            Assert.Empty(Problems(DiscordDescription.Get()));
        }
    }

    /// <summary>What of all that was sent is not as Discord's own description of its API has it.</summary>
    private IEnumerable<string> Problems(DiscordDescription description) => Requests
        .SelectMany(request => description.Problems(request.Method, request.Path, request.Body).Select(problem => $"{request.Line}: {problem}"));

    private static JsonObject InGuild(JsonObject message, string user)
    {
        var delivered = message.DeepClone().AsObject();
        (delivered["guild_id"], delivered["member"]) = (Guild, FakePayloads.Member(user, withUser: false));
        return delivered;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true)
        {
            await Gateway.AcceptAsync(context);
            return;
        }

        if (path.StartsWith("/cdn/", StringComparison.Ordinal))
        {
            await DownloadAsync(context, path);
            return;
        }

        var request = await FakeBodies.ReadAsync(context, path.Replace("/api/v10", "", StringComparison.Ordinal), _time.GetUtcNow());
        FakeFault? fault;
        lock (_gate)
        {
            _requests.Add(request);
            var at = _faults.FindIndex(queued => request.Line.StartsWith(queued.Line, StringComparison.Ordinal));
            fault = at >= 0 ? _faults[at].Fault : null;
            if (at >= 0)
            {
                _faults.RemoveAt(at);
            }
        }

        Changed.Raise();
        try
        {
            if (fault is null)
            {
                await WriteAsync(context, request, _rest.Answer(request));
            }
            else
            {
                await GoWrongAsync(context, request, fault);
            }
        }
        finally
        {
            Changed.Raise();
        }
    }

    private async Task GoWrongAsync(HttpContext context, FakeRequest request, FakeFault fault)
    {
        if (fault.DoesWork)
        {
            _rest.Answer(request);
        }

        if (fault.Hangs)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token);
            await Task.Delay(Timeout.Infinite, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        else if (fault.Resets)
        {
            context.Abort();
        }
        else
        {
            foreach (var (name, value) in fault.Headers)
            {
                context.Response.Headers[name] = value;
            }

            (request.Status, context.Response.StatusCode, context.Response.ContentType) = (fault.Status, fault.Status, fault.ContentType);
            await context.Response.WriteAsync(fault.Body);
        }
    }

    private static async Task WriteAsync(HttpContext context, FakeRequest request, FakeAnswer answer)
    {
        (request.Status, context.Response.StatusCode) = (answer.Status, answer.Status);
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Body is { } body)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body.ToJsonString());
        }
    }

    private async Task DownloadAsync(HttpContext context, string path)
    {
        if (State.Files.TryGetValue(path["/cdn/".Length..], out var content) && context.Request.Headers.Authorization.Count == 0)
        {
            await context.Response.Body.WriteAsync(content);
        }
        else
        {
            context.Response.StatusCode = 404;
        }
    }
}
