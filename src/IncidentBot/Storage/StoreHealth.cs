using System.Collections.Concurrent;

namespace IncidentBot.Storage;

/// <summary>How a store is.</summary>
internal enum StoreState
{
    /// <summary>It works; there is something to be known.</summary>
    Well,

    /// <summary>It works, and the owner should look after it.</summary>
    Degraded,

    /// <summary>What is recorded in it would not be safe.</summary>
    Down,
}

/// <summary>Something that is wrong with the store, in one line that says what to do.</summary>
internal sealed record StoreFinding(StoreState State, string Text)
{
    /// <summary>Nothing can be stored.</summary>
    public static StoreFinding? Of(StoreTrouble? trouble) => trouble is null ? null : new StoreFinding(
        StoreState.Down, $"nothing can be stored since {trouble.Since:yyyy-MM-ddTHH:mm:ssZ}: {trouble.Reason}");

    /// <summary>Commands that could not be recorded as they came.</summary>
    public static StoreFinding? OfQuarantine(int kept) => kept == 0 ? null : new StoreFinding(
        StoreState.Well, $"{kept} commands could not be recorded and are kept aside; run: incidentbot verify");
}

/// <summary>What those who look after the store have found, each under a name of its own.</summary>
internal sealed class StoreHealth
{
    private readonly ConcurrentDictionary<string, StoreFinding> _findings = new(StringComparer.Ordinal);

    /// <summary>The gravest finding; null if all is well.</summary>
    public StoreFinding? Worst => _findings.OrderByDescending(f => f.Value.State).ThenBy(f => f.Key, StringComparer.Ordinal)
        .Select(f => f.Value).FirstOrDefault();

    /// <summary>Puts what a check found in the place of what it found before; nothing if all is well.</summary>
    /// <returns>Whether it went from well to ill, from ill to well, or from one degree to another.</returns>
    public bool Report(string check, StoreFinding? finding)
    {
        var before = _findings.GetValueOrDefault(check);
        if (finding is null)
        {
            return _findings.TryRemove(check, out _);
        }

        _findings[check] = finding;
        return before?.State != finding.State;
    }
}
