using System.Text.Json.Nodes;
using IncidentBot.Slack;
using IncidentBot.Slack.Wire;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Slack.Wire.Sockets;
using IncidentBot.Tests.Fakes;
using IncidentBot.Tests.Fakes.Slack;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Slack.Wire;

/// <summary>The client of Slack with a fake Slack, a clock that goes on when it is told to, and deliveries taken by the test.</summary>
internal sealed class WireRoom : IAsyncDisposable
{
    /// <summary>No two waits are equally long, so that a test can tell which one has begun.</summary>
    private static readonly SocketTiming Distinct = new()
    {
        Hello = TimeSpan.FromSeconds(11),
        Drain = TimeSpan.FromSeconds(12),
        Stop = TimeSpan.FromSeconds(4.1),
        Close = TimeSpan.FromSeconds(1.3),
        Linger = TimeSpan.FromSeconds(1.1),
    };

    private readonly CancellationTokenSource _stop = new();
    private readonly SlackHttp _http;
    private readonly SlackReception _reception;
    private readonly SocketOpener _opener;
    private readonly List<Task> _running = [];

    private WireRoom(FakeSlack slack, TimeProvider? clock, Uri? apiUrl, SocketTiming? timing)
    {
        Slack = slack;
        var time = clock ?? Time;
        Options = SlackOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(
            slack.Settings.Select(s => KeyValuePair.Create<string, string?>(s.Setting, s.Value))).Build());
        Options = apiUrl is null ? Options : Options with { ApiUrl = apiUrl };
        Health = new SlackHealth(time);
        Health.Changed += Changed.Raise;
        _http = new SlackHttp(Options, time);
        Calls = new SlackCalls(Options, _http, Health, time, new Even(), NullLogger<SlackCalls>.Instance);
        Api = new SlackApi(Calls);
        Posts = new SlackPosts(Api, time);
        Files = new SlackFiles(Api, _http, Options);
        ResponseUrls = new ResponseUrls(_http, time);
        Late = new LateAnswers(ResponseUrls, Api, NullLogger<LateAnswers>.Instance);
        _reception = new SlackReception((delivery, _) => TakeAsync(delivery), Late, Calls, time, NullLogger<SlackReception>.Instance);
        Parts = new SocketParts(_reception, Late, new PlainAcks(), timing ?? Distinct, time, NullLogger.Instance);
        Delays = new ReconnectDelays(new Even());
        _opener = new SocketOpener(Api, Options, Parts, Delays);
        Status = Health.AddSocket();
        NewLane = () => new SocketLane(_opener, Status, Delays, Parts.Timing, time, NullLogger.Instance).RunAsync;
    }

    public FakeSlack Slack { get; }

    public ManualTime Time { get; } = new();

    public SlackOptions Options { get; }

    public SlackHealth Health { get; }

    /// <summary>Raised with every change of the client's state.</summary>
    public Signal Changed { get; } = new();

    public SlackCalls Calls { get; }

    public SlackApi Api { get; }

    public SlackPosts Posts { get; }

    public SlackFiles Files { get; }

    public ResponseUrls ResponseUrls { get; }

    public LateAnswers Late { get; }

    public SlackReception Reception => _reception;

    public SocketParts Parts { get; }

    public SocketStatus Status { get; }

    public SocketOpener Opener => _opener;

    public ReconnectDelays Delays { get; }

    /// <summary>What keeps a socket open; mutants put another in its place.</summary>
    public Func<Func<CancellationToken, Task>> NewLane { get; set; }

    /// <summary>What was delivered, in the order in which it was taken.</summary>
    public List<SlackDelivery> Taken { get; } = [];

    /// <summary>What becomes of a delivery; unless set, it is acknowledged at once with its text.</summary>
    public Func<SlackDelivery, Task<SlackAck>> Take { get; set; } = delivery => Task.FromResult(
        delivery.Payload is SlackPayload.SlashCommand command ? SlackAck.Ephemeral($"got {command.Text}") : SlackAck.Empty);

    /// <param name="clock">Another clock than the room's.</param>
    /// <param name="apiUrl">Another address than the fake's.</param>
    public static async Task<WireRoom> OpenAsync(TimeProvider? clock = null, Uri? apiUrl = null, SocketTiming? timing = null) =>
        new(await FakeSlack.StartAsync(), clock, apiUrl, timing);

    /// <summary>Starts what keeps a socket open.</summary>
    public Task RunLane()
    {
        var running = NewLane()(_stop.Token);
        _running.Add(running);
        return running;
    }

    /// <summary>The same, until the first socket is ready.</summary>
    public async Task<FakeSocket> ConnectAsync()
    {
        _ = RunLane();
        var socket = await Slack.SocketAsync(1);
        await ReadyAsync();
        return socket;
    }

    public Task ReadyAsync() => Changed.UntilAsync(() => Status.State == SocketState.Ready);

    public Task StateAsync(SocketState state, string words) =>
        Changed.UntilAsync(() => Status.State == state && Status.Text.Contains(words, StringComparison.Ordinal));

    /// <summary>Lets the wait pass that is going on or about to begin.</summary>
    public async Task PassAsync(TimeSpan wait)
    {
        await Time.TimerAsync(wait);
        Time.Advance(wait);
    }

    public Task StopAsync() => _stop.CancelAsync();

    public static JsonObject Message(string text) => new() { ["type"] = "message", ["channel"] = FakeWorkspace.Channel, ["user"] = FakeWorkspace.Ana, ["text"] = text, ["ts"] = "1.1" };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Slack.DisposeAsync();
        await Task.WhenAll(_running);
        _reception.Dispose();
        _opener.Dispose();
        Calls.Dispose();
        _http.Dispose();
        _stop.Dispose();
    }

    private Task<SlackAck> TakeAsync(SlackDelivery delivery)
    {
        lock (Taken)
        {
            Taken.Add(delivery);
        }

        Changed.Raise();
        return Take(delivery);
    }

    /// <summary>Chance that is always in the middle.</summary>
    private sealed class Even : Random
    {
        public override double NextDouble() => 0.5;
    }
}
