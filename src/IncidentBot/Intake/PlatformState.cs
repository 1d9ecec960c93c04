namespace IncidentBot.Intake;

/// <summary>Whether a platform is connected, and since when, for those who look after the bot.</summary>
/// <param name="name">As people write it.</param>
internal sealed class PlatformState(string name, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Reading _now = new(null, time.GetUtcNow());

    public string Name => name;

    /// <summary>How it stands now.</summary>
    public Reading Now
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    /// <summary>Raised after it got better or worse.</summary>
    public event Action? Changed;

    /// <param name="problem">What is wrong; null if nothing is.</param>
    public void Note(string? problem)
    {
        lock (_gate)
        {
            if (problem == _now.Problem)
            {
                return;
            }

            var isSame = problem is not null && _now.Problem is not null;
            _now = new Reading(problem, isSame ? _now.Since : time.GetUtcNow());
        }

        Changed?.Invoke();
    }

    /// <param name="Problem">What is wrong; null if nothing is.</param>
    /// <param name="Since">Since when something is, or nothing.</param>
    internal sealed record Reading(string? Problem, DateTimeOffset Since);
}
