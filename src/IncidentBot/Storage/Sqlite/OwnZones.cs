namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// The zones that those who typed last chose, or that they chose none, so that not each command has to ask. Right for the
/// same reason as <see cref="Standings"/>, and forgotten with them.
/// </summary>
internal sealed class OwnZones
{
    private const int Most = 4096;

    private readonly Dictionary<string, string?> _zones = [];

    public string? Of(string person, Func<string, string?> find)
    {
        if (!_zones.TryGetValue(person, out var zone))
        {
            Put(person, zone = find(person));
        }

        return zone;
    }

    public void Put(string person, string? zone)
    {
        if (_zones.Count == Most)
        {
            _zones.Clear();
        }

        _zones[person] = zone;
    }

    /// <summary>What was written may not be there.</summary>
    public void Forget() => _zones.Clear();
}
