using IncidentBot.Discord;
using IncidentBot.Discord.Wire;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake;
using IncidentBot.Tests.Discord.Fakes;
using IncidentBot.Tests.Fakes.Slack;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Discord.Wire;

/// <summary>The client of Discord as one process has it. A test may start several, one after the other, on one Discord and one store.</summary>
internal sealed class WireProcess : IAsyncDisposable
{
    /// <summary>No two waits are equally long, so that a test can tell which one has begun.</summary>
    public static readonly GatewayTiming Distinct = new()
    {
        Hello = TimeSpan.FromSeconds(21),
        Ready = TimeSpan.FromSeconds(31),
        Close = TimeSpan.FromSeconds(1.3),
        Stop = TimeSpan.FromSeconds(4.1),
        Save = TimeSpan.FromSeconds(7.7),
    };

    private readonly DiscordHttp _http;
    private readonly IdentifyGate _gate;
    private readonly Lock _lock = new();
    private readonly List<DiscordDelivery> _taken = [];
    private GatewayService? _service;

    public WireProcess(
        FakeDiscord discord, TimeProvider time, IGatewaySessions? sessions = null, Func<GatewayParts, GatewayParts>? change = null,
        int known = RecentIds.Standard, params (string Setting, string Value)[] settings)
    {
        Discord = discord;
        Options = DiscordOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(
            discord.Settings.Concat(settings).GroupBy(s => s.Setting).Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Last().Value))).Build());
        Health = new DiscordHealth(time);
        Health.Changed += Changed.Raise;
        _http = new DiscordHttp(Options, time);
        Calls = new DiscordCalls(Options, _http, Health, time, new Even(), NullLogger<DiscordCalls>.Instance);
        Api = new DiscordApi(Calls);
        Posts = new DiscordPosts(Api, time);
        Files = new DiscordFiles(_http, Options);
        Late = new LateAnswers(Api, Posts, NullLogger<LateAnswers>.Instance);
        Reception = new DiscordReception((delivery, _) => TakeAsync(delivery), Api, Late, new RecentIds<string>(known), time, NullLogger<DiscordReception>.Instance);
        var parts = new GatewayParts(Distinct, new GatewayDelays(new Even()), time, NullLogger.Instance);
        Parts = change?.Invoke(parts) ?? parts;
        Sessions = sessions ?? new ForgetfulSessions();
        _gate = new IdentifyGate(Api, Sessions, Parts.Timing, time);
        Intents = new GatewayIntents(Options);
    }

    public FakeDiscord Discord { get; }

    public DiscordOptions Options { get; }

    public DiscordHealth Health { get; }

    /// <summary>Raised with every change of the client's state.</summary>
    public Signal Changed { get; } = new();

    public DiscordCalls Calls { get; }

    public DiscordApi Api { get; }

    public DiscordPosts Posts { get; }

    public DiscordFiles Files { get; }

    public LateAnswers Late { get; }

    public DiscordReception Reception { get; }

    public GatewayParts Parts { get; }

    public GatewayIntents Intents { get; }

    public IGatewaySessions Sessions { get; }

    /// <summary>What was delivered, in the order in which it was taken.</summary>
    public IReadOnlyList<DiscordDelivery> Taken
    {
        get
        {
            lock (_lock)
            {
                return [.. _taken];
            }
        }
    }

    /// <summary>What becomes of a delivery; unless set, commands are answered at once with their name.</summary>
    public Func<DiscordDelivery, Task<DiscordResponse?>> Take { get; set; } = delivery => Task.FromResult<DiscordResponse?>(
        delivery.Payload is DiscordPayload.Interaction { Value: var interaction } ? new DiscordResponse.Message(MessageBody.Text($"got {interaction.Data.Name}")) : null);

    public ShardStatus Status => Health.Shards[0];

    public void Start()
    {
        _service = new GatewayService(Api, Options, Health, Reception, Sessions, _gate, Intents, Parts, NullLogger<GatewayService>.Instance);
        _ = _service.StartAsync(CancellationToken.None);
    }

    /// <summary>Starts, and waits until it is connected.</summary>
    public async Task<FakeConnection> ConnectAsync()
    {
        var before = Discord.Gateway.Connections.Count;
        Start();
        var connection = await Discord.ConnectionAsync(before + 1);
        await ReadyAsync();
        return connection;
    }

    public Task ReadyAsync() => UntilAsync(() => Health.Shards.Count > 0 && Health.Shards.All(shard => shard.State == ShardState.Ready));

    /// <summary>Waits until it is not connected, for that reason.</summary>
    public Task StateAsync(ShardState state, string words) => UntilAsync(
        () => Health.Shards.Count > 0 && Status.State == state && Status.Text.Contains(words, StringComparison.Ordinal));

    public Task UntilAsync(Func<bool> isTrue) => Changed.UntilAsync(isTrue);

    /// <summary>Waits until so many deliveries of a kind were taken.</summary>
    public Task TakenAsync<T>(int count)
        where T : DiscordPayload => UntilAsync(() => Taken.Count(delivery => delivery.Payload is T) >= count);

    public Task StopAsync() => _service?.StopAsync(CancellationToken.None) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            foreach (var connection in Discord.Gateway.Connections)
            {
                connection.Reset();
            }

            await _service.StopAsync(CancellationToken.None);
            _service.Dispose();
        }

        Reception.Dispose();
        Calls.Dispose();
        _gate.Dispose();
        _http.Dispose();
    }

    private async Task<DiscordResponse?> TakeAsync(DiscordDelivery delivery)
    {
        lock (_lock)
        {
            _taken.Add(delivery);
        }

        Changed.Raise();
        return await Take(delivery);
    }

    /// <summary>Chance that is always in the middle.</summary>
    internal sealed class Even : Random
    {
        public override double NextDouble() => 0.5;
    }
}
