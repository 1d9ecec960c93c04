namespace IncidentBot.Slack.Wire.Sockets;

/// <summary>
/// Holds one socket open. Where Slack asks for a fresh one, that is opened and greeted first, and only then is the old
/// one closed, after it has sent the acknowledgements that it owes: nothing is lost, and there is no gap.
/// </summary>
internal sealed partial class SocketLane(SocketOpener opener, SocketStatus status, ReconnectDelays delays, SocketTiming timing, TimeProvider time, ILogger logger)
{
    /// <summary>A connection that ends sooner counts as a failure, so that one which never lasts is not opened again and again.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(30);

    private readonly List<Task> _closing = [];
    private SocketConnection? _current;
    private int _failures;
    private bool _isSwitchedOff;

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (await ConnectAsync(ct) is { } connection)
            {
                var openedAt = time.GetTimestamp();
                Replace(connection, ct);
                await Task.WhenAny(connection.DisconnectAsked, connection.Closed).WaitAsync(ct);
                if (!IsRefresh(connection))
                {
                    Forgive(time.GetElapsedTime(openedAt));
                    await WaitAfterAsync(connection, ct);
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            status.Set(SocketState.Stopped, "stopped");
        }
        finally
        {
            End(last => last.CloseAsync(timing.Stop));
            await Task.WhenAny(Task.WhenAll(_closing), Task.Delay(timing.Stop, time, CancellationToken.None));
        }
    }

    /// <summary>The next connection, however long it takes; null where there can be none.</summary>
    private async Task<SocketConnection?> ConnectAsync(CancellationToken ct)
    {
        while (true)
        {
            ShowOpening();
            switch (await TryAsync(ct))
            {
                case SocketAttempt.Opened opened:
                    return opened.Connection;
                case SocketAttempt.Hopeless hopeless:
                    status.Set(SocketState.Stopped, hopeless.Text);
                    LogHopeless(hopeless.Text);
                    return null;
                case SocketAttempt.Failed failed:
                    status.Set(IsOldAlive ? SocketState.Draining : SocketState.Opening, failed.Text);
                    var delay = NextDelay(_isSwitchedOff);
                    delay = delay > failed.Wait ? delay : failed.Wait;
                    LogFailed(failed.Text, _failures, delay);
                    await Task.Delay(delay, time, ct);
                    break;
            }
        }
    }

    /// <summary>Whatever goes wrong, the next attempt is made.</summary>
    private async Task<SocketAttempt> TryAsync(CancellationToken ct)
    {
        try
        {
            return await opener.OpenAsync(status, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogBroken(e);
            return new SocketAttempt.Failed("connecting failed; the log has more", TimeSpan.Zero);
        }
    }

    /// <summary>Whether the connection that is to be replaced still works.</summary>
    private bool IsOldAlive => _current is { Closed.IsCompleted: false };

    private void ShowOpening()
    {
        if (IsOldAlive)
        {
            status.Set(SocketState.Draining, "connected; a fresh connection is being opened");
        }
        else if (status.State != SocketState.Opening)
        {
            status.Set(SocketState.Opening, "connecting to Slack");
        }
    }

    private void Replace(SocketConnection connection, CancellationToken ct)
    {
        End(old => old.RetireAsync(ct));
        _current = connection;
        status.Set(SocketState.Ready, "connected");
        LogConnected();
    }

    private void End(Func<SocketConnection, Task> close)
    {
        _closing.RemoveAll(task => task.IsCompleted);
        if (_current is not null)
        {
            _closing.Add(close(_current));
            _current = null;
        }
    }

    private void Forgive(TimeSpan lasted)
    {
        if (lasted >= Steady)
        {
            _failures = 0;
            _isSwitchedOff = false;
        }
    }

    /// <summary>Where Socket Mode was switched off it is tried once more soon: it may be on again. After that a person takes minutes.</summary>
    private TimeSpan NextDelay(bool isSwitchedOffStill)
    {
        var delay = delays.After(_failures++);
        return isSwitchedOffStill ? delays.AfterLinkDisabled() : delay;
    }

    private static bool IsRefresh(SocketConnection connection) =>
        connection.DisconnectAsked is { IsCompletedSuccessfully: true, Result: var reason } && DisconnectReasons.IsRefresh(reason);

    /// <summary>After an end that nobody planned, or where no other connection may be opened beside it.</summary>
    private async Task WaitAfterAsync(SocketConnection connection, CancellationToken ct)
    {
        var reason = connection.DisconnectAsked is { IsCompletedSuccessfully: true, Result: var given } ? given : null;
        var text = reason is null ? await connection.Closed : DisconnectReasons.Text(reason);
        End(ended => ended.CloseAsync(timing.Drain));
        status.Set(SocketState.Opening, text);
        var isSwitchedOff = reason == DisconnectReasons.LinkDisabled;
        var delay = NextDelay(isSwitchedOff && _isSwitchedOff);
        _isSwitchedOff |= isSwitchedOff;
        LogFailed(text, _failures, delay);
        await Task.Delay(delay, time, ct);
    }

    [LoggerMessage(LogLevel.Information, "Connected to Slack")]
    private partial void LogConnected();

    [LoggerMessage(LogLevel.Warning, "Not connected to Slack: {Text}; failure {Failures}, next attempt in {Delay}")]
    private partial void LogFailed(string text, int failures, TimeSpan delay);

    [LoggerMessage(LogLevel.Error, "Connecting to Slack failed")]
    private partial void LogBroken(Exception e);

    [LoggerMessage(LogLevel.Error, "{Text}")]
    private partial void LogHopeless(string text);
}
