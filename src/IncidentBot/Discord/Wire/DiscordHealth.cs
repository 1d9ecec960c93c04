using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Intake;

namespace IncidentBot.Discord.Wire;

/// <summary>How the connection to Discord stands, in words for those who look after the bot.</summary>
internal sealed class DiscordHealth(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<ShardStatus> _shards = [];
    private readonly SortedSet<string> _off = new(StringComparer.Ordinal);
    private string? _tokenProblem;
    private string? _apiProblem;

    /// <summary>The same in short, with the time since when.</summary>
    public PlatformState State { get; } = new("Discord", time);

    /// <summary>Raised after anything here has changed.</summary>
    public event Action? Changed;

    /// <summary>One for each shard that is to be connected.</summary>
    public IReadOnlyList<ShardStatus> Shards
    {
        get
        {
            lock (_gate)
            {
                return [.. _shards];
            }
        }
    }

    /// <summary>What is wrong; null if nothing is. What is only off is not wrong.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                string[] problems =
                [
                    .. new[] { _tokenProblem, _apiProblem }.OfType<string>(),
                    .. _shards.Where(shard => !shard.IsConnected).Select(shard => shard.Text).Distinct(),
                ];
                return problems.Length > 0 ? string.Join("; ", problems) : null;
            }
        }
    }

    /// <summary>What does not work for lack of an intent or a permission, in words.</summary>
    public IReadOnlyList<string> Off
    {
        get
        {
            lock (_gate)
            {
                return [.. _off];
            }
        }
    }

    /// <summary>The token is no longer good. Nothing more is said with it until the bot is started again.</summary>
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

    public ShardStatus AddShard(int shard)
    {
        var status = new ShardStatus(shard, Tell);
        lock (_gate)
        {
            _shards.Add(status);
        }

        Tell();
        return status;
    }

    public void RefuseToken(string error) =>
        Set(() => _tokenProblem = $"Discord refuses the bot token ({error}): put a new one into Discord:BotToken and start the bot again");

    /// <param name="what">Such as <c>the words of messages: …</c>.</param>
    public void SwitchOff(string what) => Set(() => _off.Add(what));

    /// <summary>Calls are held back.</summary>
    public void HoldBack(string problem) => Set(() => _apiProblem = problem);

    /// <summary>Calls go through.</summary>
    public void GoOn()
    {
        if (_apiProblem is not null)
        {
            Set(() => _apiProblem = null);
        }
    }

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
