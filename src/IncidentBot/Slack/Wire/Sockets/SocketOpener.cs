using System.Net.WebSockets;
using IncidentBot.Slack.Wire.Api;

namespace IncidentBot.Slack.Wire.Sockets;

/// <summary>How an attempt to connect ended.</summary>
internal abstract record SocketAttempt
{
    private SocketAttempt()
    {
    }

    /// <summary>Slack has greeted.</summary>
    public sealed record Opened(SocketConnection Connection) : SocketAttempt;

    /// <param name="Wait">At least this long before the next.</param>
    public sealed record Failed(string Text, TimeSpan Wait) : SocketAttempt;

    /// <summary>Trying again is of no use before a person has changed something.</summary>
    public sealed record Hopeless(string Text) : SocketAttempt;
}

/// <summary>Opens sockets, one at a time: Slack counts the attempts.</summary>
internal sealed class SocketOpener(SlackApi api, SlackOptions options, SocketParts parts, ReconnectDelays delays) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<SocketAttempt> OpenAsync(SocketStatus status, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var address = await api.OpenConnectionAsync(ct);
            return !address.IsOk ? Judge(address.Trouble)
                : ReadAddress(address.Value.Url) is { } url ? await ConnectAsync(url, status, ct)
                : new SocketAttempt.Failed("Slack named an address that is no secure socket", TimeSpan.Zero);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static SocketAttempt Judge(SlackTrouble trouble) =>
        trouble.Outcome == SlackOutcome.Refused && (SlackErrors.IsFatal(trouble.Error) || trouble.Needed is not null || trouble.Error == "HTTP 404")
            ? new SocketAttempt.Hopeless(
                $"Slack refuses the app token ({trouble.Error}): Slack:AppToken has to be one with the scope connections:write. Put it right and start the bot again")
            : new SocketAttempt.Failed(trouble.Text, trouble.Outcome == SlackOutcome.RateLimited ? trouble.RetryAfter : TimeSpan.Zero);

    /// <summary>The address holds a ticket, so it is told to nobody.</summary>
    private Uri? ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeWss || (url.Scheme == Uri.UriSchemeWs && url.IsLoopback && options.ApiUrl.IsLoopback))
            ? url
            : null;

    private async Task<SocketAttempt> ConnectAsync(Uri url, SocketStatus status, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(parts.Timing.Hello, parts.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            var connection = await SocketConnection.ConnectAsync(url, parts, both.Token);
            if (!status.IsConnected)
            {
                status.Set(SocketState.WaitingHello, "connected, waiting for Slack's greeting");
            }

            return await GreetAsync(connection, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new SocketAttempt.Failed("Slack's socket does not answer", TimeSpan.Zero);
        }
        catch (WebSocketException)
        {
            // Its message may name the address.
            return new SocketAttempt.Failed("Slack's socket cannot be opened", TimeSpan.Zero);
        }
    }

    /// <summary>Open is not enough: Slack delivers only after its greeting.</summary>
    private async Task<SocketAttempt> GreetAsync(SocketConnection connection, CancellationToken ct)
    {
        var greeted = false;
        try
        {
            await Task.WhenAny(connection.Hello, connection.DisconnectAsked, connection.Closed).WaitAsync(parts.Timing.Hello, parts.Time, ct);
            greeted = connection.Hello.IsCompletedSuccessfully;
            return greeted ? new SocketAttempt.Opened(connection)
                : connection.DisconnectAsked is { IsCompletedSuccessfully: true, Result: var reason } ? Refused(reason)
                : new SocketAttempt.Failed("Slack closed the connection before it was ready", TimeSpan.Zero);
        }
        catch (TimeoutException)
        {
            return new SocketAttempt.Failed("Slack's greeting did not come", TimeSpan.Zero);
        }
        finally
        {
            if (!greeted)
            {
                await connection.CloseAsync(TimeSpan.Zero);
            }
        }
    }

    private SocketAttempt.Failed Refused(string reason) =>
        new(DisconnectReasons.Text(reason), reason == DisconnectReasons.LinkDisabled ? delays.AfterLinkDisabled() : TimeSpan.Zero);
}
