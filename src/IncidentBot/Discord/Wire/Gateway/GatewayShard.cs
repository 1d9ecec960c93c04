using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>Which part of the guilds a shard is told of.</summary>
internal sealed record ShardSeat(int Shard, int Shards);

/// <summary>
/// Keeps one shard connected: goes on with its session as long as Discord lets it, begins a new one where it must, and waits
/// longer each time where neither works.
/// </summary>
internal sealed partial class GatewayShard(
    DiscordOptions options, ShardSeat seat, GatewaySession session, IdentifyGate gate, GatewayIntents intents,
    DiscordHealth health, ShardStatus status, GatewayParts parts)
{
    private int _failures;

    public async Task RunAsync(CancellationToken ct)
    {
        using var over = new CancellationTokenSource();
        await session.RestoreAsync(ct);
        var working = session.RunAsync(over.Token);
        try
        {
            while (await LiveAsync(ct))
            {
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            status.Set(ShardState.Stopped, "stopped");
        }
        finally
        {
            await over.CancelAsync();
            await working;
        }
    }

    /// <summary>One connection from its begin to its end, and the wait after it; false where there can be no other.</summary>
    private async Task<bool> LiveAsync(CancellationToken ct)
    {
        var resumed = session.Position;
        var address = resumed?.ResumeUrl;
        if (resumed is null)
        {
            Show("connecting to Discord");
            switch (await gate.TakeAsync(seat.Shard, ct))
            {
                case IdentifyTurn.Granted granted:
                    session.Address = address = granted.Address.Url;
                    break;
                case IdentifyTurn.Hopeless hopeless:
                    return Stop(hopeless.Text);
                case IdentifyTurn.Later later:
                    var pause = parts.Delays.After(_failures++);
                    await WaitAsync(later.Text, pause > later.Wait ? pause : later.Wait, ct);
                    return true;
            }
        }

        var connectedAt = parts.Time.GetTimestamp();
        var (end, hasBegun) = Address(address!) is { } url
            ? await ConnectAsync(url, resumed, ct)
            : (new GatewayEnd.Broken("Discord named an address that is no secure gateway"), false);
        var lived = hasBegun ? parts.Time.GetElapsedTime(connectedAt) : TimeSpan.Zero;
        if (lived >= parts.Timing.Steady)
        {
            _failures = 0;
        }

        if (end is GatewayEnd.ReconnectAsked && lived >= parts.Timing.Sound)
        {
            // Discord moves its connections about; that is no failure, and nobody is to wait for it.
            await WaitAsync(end.Text, parts.Delays.After(0), ct);
            return true;
        }

        return await AfterAsync(end, resumed is not null, hasBegun, ct);
    }

    private async Task<(GatewayEnd End, bool HasBegun)> ConnectAsync(Uri url, GatewayPosition? resumed, CancellationToken ct)
    {
        session.Expect();
        using var limit = new CancellationTokenSource(parts.Timing.Hello, parts.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        GatewayConnection connection;
        try
        {
            connection = await GatewayConnection.ConnectAsync(url, session, parts, both.Token);
        }
        catch (Exception e) when (e is WebSocketException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // Its message may name more than people need.
            return (new GatewayEnd.Unreachable(), false);
        }

        try
        {
            status.Set(ShardState.Greeting, "connected, waiting for Discord's greeting");
            if (await InTimeAsync(connection.Hello, connection, "Discord's greeting", parts.Timing.Hello, ct) is { } silent)
            {
                return (silent, false);
            }

            await (resumed is null ? connection.SendAsync(Opcodes.Identify, Identify()) : connection.SendAsync(Opcodes.Resume, Resume(resumed)));
            if (await BegunAsync(connection, ct) is { } failed)
            {
                return (failed, false);
            }

            status.Set(ShardState.Ready, "connected");
            LogConnected(parts.Logger, seat.Shard, resumed is not null);
            return (await connection.Ended.WaitAsync(ct), true);
        }
        finally
        {
            await connection.CloseAsync();
        }
    }

    /// <summary>Null when the session has begun. While missed events come, there is still time.</summary>
    private async Task<GatewayEnd?> BegunAsync(GatewayConnection connection, CancellationToken ct)
    {
        while (true)
        {
            var before = session.LastSequence;
            var end = await InTimeAsync(session.Begun, connection, "the begin of the session", parts.Timing.Ready, ct);
            if (end is not GatewayEnd.TimedOut || session.LastSequence == before)
            {
                return end;
            }
        }
    }

    /// <summary>Null if it came in time, before the connection ended.</summary>
    private async Task<GatewayEnd?> InTimeAsync(Task wanted, GatewayConnection connection, string what, TimeSpan longest, CancellationToken ct)
    {
        try
        {
            await Task.WhenAny(wanted, connection.Ended).WaitAsync(longest, parts.Time, ct);
            return wanted.IsCompletedSuccessfully ? null : await connection.Ended;
        }
        catch (TimeoutException)
        {
            return new GatewayEnd.TimedOut(what);
        }
    }

    /// <summary>Judges an end, and waits as long as is due.</summary>
    private async Task<bool> AfterAsync(GatewayEnd end, bool wasResumed, bool hasBegun, CancellationToken ct)
    {
        var delay = parts.Delays.After(_failures);
        switch (end)
        {
            case GatewayEnd.Closed { Code: CloseCodes.DisallowedIntents } when intents.GiveUpContent():
                health.SwitchOff("the words of messages: switch on Message Content Intent under Bot in the developer portal, or set Discord:MessageContent to false");
                await session.ForgetAsync(ct);
                break;
            case GatewayEnd.Closed { Code: var code } when parts.After(code) == NextStep.Stop:
                if (code == CloseCodes.AuthenticationFailed)
                {
                    health.RefuseToken("close code 4004");
                }

                await session.ForgetAsync(ct);
                return Stop(CloseCodes.Remedy(code));
            case GatewayEnd.Closed { Code: var code } when parts.After(code) == NextStep.Identify:
                await session.ForgetAsync(ct);
                break;
            case GatewayEnd.Closed { Code: var code } when parts.After(code) == NextStep.ResumeLater:
                delay = parts.Delays.AfterTooFast(_failures);
                break;
            case GatewayEnd.SessionRefused refused:
                delay = parts.Delays.AfterRefusedSession(_failures);
                if (!refused.MayResume || (wasResumed && !hasBegun))
                {
                    await session.ForgetAsync(ct);
                }

                break;
            case GatewayEnd.Unreachable when wasResumed && await gate.IsReachableAsync(ct):
                // Discord is there, only not where the session is to go on.
                await session.ForgetAsync(ct);
                break;
        }

        _failures++;
        await WaitAsync(end.Text, delay, ct);
        return true;
    }

    private bool Stop(string text)
    {
        status.Set(ShardState.Stopped, text);
        LogStopped(parts.Logger, seat.Shard, text);
        return false;
    }

    private async Task WaitAsync(string text, TimeSpan delay, CancellationToken ct)
    {
        status.Set(ShardState.Connecting, text);
        LogFailed(parts.Logger, seat.Shard, text, _failures, delay);
        await Task.Delay(delay, parts.Time, ct);
    }

    private void Show(string text)
    {
        if (status.State != ShardState.Connecting)
        {
            status.Set(ShardState.Connecting, text);
        }
    }

    private JsonObject Identify() => new()
    {
        ["token"] = options.BotToken,
        ["intents"] = intents.Bits,
        ["properties"] = new JsonObject { ["os"] = Environment.OSVersion.Platform.ToString().ToLowerInvariant(), ["browser"] = "incidentbot", ["device"] = "incidentbot" },
        ["shard"] = new JsonArray(seat.Shard, seat.Shards),
    };

    /// <summary>All that came in this process is in our hands, done or not, so it need not come again.</summary>
    private JsonObject Resume(GatewayPosition position) => new()
    {
        ["token"] = options.BotToken,
        ["session_id"] = position.SessionId,
        ["seq"] = Math.Max(position.Sequence, session.LastSequence ?? 0),
    };

    /// <summary>The address with the version we speak; null if it is none that may be trusted with the token.</summary>
    private Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == "wss" || (url.Scheme == "ws" && url.IsLoopback && options.ApiUrl.IsLoopback))
            ? new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/?v=10&encoding=json")
            : null;

    [LoggerMessage(LogLevel.Information, "Connected to Discord: shard {Shard} (resumed: {IsResumed})")]
    private static partial void LogConnected(ILogger logger, int shard, bool isResumed);

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} is not connected to Discord: {Text}; failure {Failures}, next attempt in {Delay}")]
    private static partial void LogFailed(ILogger logger, int shard, string text, int failures, TimeSpan delay);

    [LoggerMessage(LogLevel.Error, "Shard {Shard} of Discord stops: {Text}")]
    private static partial void LogStopped(ILogger logger, int shard, string text);
}
