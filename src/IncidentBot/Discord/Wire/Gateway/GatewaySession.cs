using System.Threading.Channels;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Intake.Wire;

namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>
/// What one shard is told, and how far it is dealt with. Events are handed on in their order without holding up who reads,
/// and how far the session is goes to the store only behind them.
/// </summary>
internal sealed partial class GatewaySession(
    int shard, int shards, DiscordReception reception, IGatewaySessions sessions, GatewayParts parts) : IGatewayListener
{
    private const int MostReported = 100;

    private readonly Channel<DiscordDelivery> _arrived = Channel.CreateUnbounded<DiscordDelivery>(new UnboundedChannelOptions { SingleReader = true });
    private readonly PendingWork _work = new();
    private readonly HashSet<string> _reported = [];
    private volatile GatewayProgress? _progress;
    private GatewayPosition? _saved;
    private TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Null where there is no session to go on with.</summary>
    public GatewayPosition? Position => _progress?.Position;

    public long? LastSequence => _progress is { LastReceived: > 0 and var sequence } ? sequence : null;

    /// <summary>Where the next session is to be gone on with, if it names none itself.</summary>
    public string Address { get; set; } = "";

    /// <summary>Completes when the session has begun, or is gone on with and all that was missed has come.</summary>
    public Task Begun => Volatile.Read(ref _begun).Task;

    /// <summary>Takes up the session of an earlier process.</summary>
    public async Task RestoreAsync(CancellationToken ct)
    {
        if (await sessions.ReadAsync(shard, ct) is { SessionId.Length: > 0, Sequence: > 0 } position && position.Shards == shards)
        {
            (_progress, _saved) = (new GatewayProgress(position), position);
        }
    }

    /// <summary>A connection is opened: whether it begins is not known yet.</summary>
    public void Expect() => Volatile.Write(ref _begun, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>The session is of no use any more.</summary>
    public async Task ForgetAsync(CancellationToken ct)
    {
        if (_progress is not null)
        {
            (_progress, _saved) = (null, null);
            await sessions.ForgetAsync(shard, ct);
        }
    }

    public void Take(GatewayFrame.Dispatch dispatch)
    {
        try
        {
            Deliver(dispatch);
        }
        catch (Exception e)
        {
            // Whatever is wrong with it must not stop what comes after it.
            _progress?.Pass(dispatch.Sequence);
            LogUntaken(parts.Logger, DiscordPayload.Cut(dispatch.Name), e);
        }
    }

    /// <summary>Hands on what comes, and saves how far it is dealt with, until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var saving = SaveOftenAsync(ct);
        try
        {
            await foreach (var delivery in _arrived.Reader.ReadAllAsync(ct))
            {
                _ = WorkAsync(delivery);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The bot stops; what has come is still worked on below.
        }

        while (_arrived.Reader.TryRead(out var delivery))
        {
            _ = WorkAsync(delivery);
        }

        await saving;
        try
        {
            await _work.IdleAsync().WaitAsync(parts.Timing.Stop, parts.Time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            LogUnfinished(parts.Logger);
        }

        await SaveAsync(CancellationToken.None);
    }

    private void Deliver(GatewayFrame.Dispatch dispatch)
    {
        var payload = PayloadReader.ReadEvent(dispatch.Name, dispatch.Data);
        if (payload is DiscordPayload.Ready ready && ready.Value.SessionId != _progress?.SessionId)
        {
            var address = ready.Value.ResumeGatewayUrl is { Length: > 0 } url ? url : Address;
            _progress = new GatewayProgress(new GatewayPosition(shard, shards, ready.Value.SessionId, address, 0));
        }

        if (_progress is not { } progress)
        {
            // Nothing comes before a session has begun.
            return;
        }

        if (payload is DiscordPayload.Unknown unknown)
        {
            progress.Pass(dispatch.Sequence);
            Report(unknown);
        }
        else
        {
            var place = progress.Begin(dispatch.Sequence);
            var wireId = $"{place.SessionId}:{place.Sequence}";
            _work.Begin();
            _arrived.Writer.TryWrite(new DiscordDelivery(DeliveryIds.Of(payload, wireId), payload, parts.Time.GetUtcNow(), parts.Time.GetTimestamp()) { Place = place });
        }

        if (payload is DiscordPayload.Ready or DiscordPayload.Resumed)
        {
            Volatile.Read(ref _begun).TrySetResult();
        }
    }

    /// <summary>Begins at once, so that deliveries are taken in the order in which they come.</summary>
    private async Task WorkAsync(DiscordDelivery delivery)
    {
        var isStart = delivery.Payload is DiscordPayload.Ready;
        try
        {
            await reception.TakeAsync(delivery);
        }
        finally
        {
            delivery.Place!.End();
            _work.End();
        }

        if (isStart)
        {
            // From here on a restart goes on with it.
            await SaveAsync(CancellationToken.None);
        }
    }

    private async Task SaveOftenAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await Task.Delay(parts.Timing.Save, parts.Time, ct);
                await SaveAsync(ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The last time is when all work is done.
        }
    }

    private async Task SaveAsync(CancellationToken ct)
    {
        try
        {
            if (Position is { Sequence: > 0 } position && position != _saved)
            {
                await sessions.SaveAsync(position, ct);
                _saved = position;
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogUnsaved(parts.Logger, e);
        }
    }

    /// <summary>Each kind once: what is not known today comes all day.</summary>
    private void Report(DiscordPayload.Unknown unknown)
    {
        if (_reported.Count < MostReported && _reported.Add(DiscordPayload.Cut(unknown.Type)))
        {
            LogUnknown(parts.Logger, unknown.Kind);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Discord sent what is not used here: {Kind}")]
    private static partial void LogUnknown(ILogger logger, string kind);

    [LoggerMessage(LogLevel.Error, "A {Kind} of Discord could not be taken")]
    private static partial void LogUntaken(ILogger logger, string kind, Exception e);

    [LoggerMessage(LogLevel.Warning, "The bot stops before all that Discord delivered is dealt with; it is delivered again")]
    private static partial void LogUnfinished(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "How far Discord's session is could not be saved")]
    private static partial void LogUnsaved(ILogger logger, Exception e);
}
