using IncidentBot.Intake;
using IncidentBot.Slack.Wire.Sockets;

namespace IncidentBot.Slack.Wire;

/// <summary>How the connection to Slack stands, in words for those who look after the bot.</summary>
internal sealed class SlackHealth(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<SocketStatus> _sockets = [];
    private readonly SortedSet<string> _missingScopes = new(StringComparer.Ordinal);
    private string? _tokenProblem;
    private string? _clockProblem;

    /// <summary>The same in short, with the time since when.</summary>
    public PlatformState State { get; } = new("Slack", time);

    /// <summary>Raised after anything here has changed.</summary>
    public event Action? Changed;

    /// <summary>One for each socket that is to be held open.</summary>
    public IReadOnlyList<SocketStatus> Sockets
    {
        get
        {
            lock (_gate)
            {
                return [.. _sockets];
            }
        }
    }

    public SocketStatus AddSocket()
    {
        var status = new SocketStatus(Tell);
        lock (_gate)
        {
            _sockets.Add(status);
        }

        Tell();
        return status;
    }

    /// <summary>What is wrong; null if nothing is. What is only off for lack of a scope is not wrong.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                var sockets = _sockets.Where(socket => !socket.IsConnected).Select(socket => socket.Text).Distinct();
                string[] problems =
                [
                    .. new[] { _tokenProblem, _clockProblem }.OfType<string>(),
                    .. _sockets.Exists(socket => socket.IsConnected) ? [] : sockets,
                ];
                return problems.Length > 0 ? string.Join("; ", problems) : null;
            }
        }
    }

    /// <summary>The scopes that calls lacked, as far as is known.</summary>
    public IReadOnlyList<string> MissingScopes
    {
        get
        {
            lock (_gate)
            {
                return [.. _missingScopes];
            }
        }
    }

    public bool IsTokenRefused
    {
        get
        {
            lock (_gate)
            {
                return _tokenProblem is not null;
            }
        }
    }

    public void RefuseToken(string error) =>
        Set(() => _tokenProblem = $"Slack refuses the bot token ({error}): put a new one into Slack:BotToken and start the bot again");

    public void AcceptToken() => Set(() => _tokenProblem = null);

    public void Lack(string scope) => Set(() => _missingScopes.Add(scope));

    public void DoubtClock(string problem) => Set(() => _clockProblem = problem);

    public void TrustClock() => Set(() => _clockProblem = null);

    private void Set(Action change)
    {
        lock (_gate)
        {
            change();
        }

        Tell();
    }

    private void Tell()
    {
        State.Note(Problem);
        Changed?.Invoke();
    }
}
