namespace IncidentBot.Storage.Search;

/// <summary>A row of the index: what an entry or a title is found by, and the events that tell the rest.</summary>
/// <param name="Tokens">Its words, folded, with blanks between them; empty if it is not to be found.</param>
/// <param name="Recorded">The version of the event that recorded it.</param>
/// <param name="Worded">The version of the event whose words stand; zero once it was taken back.</param>
/// <param name="Timed">The version of the event that says when it happened.</param>
internal sealed record SearchRow(SearchKey Key, string Tokens, int Recorded, int Worded, int Timed);

/// <summary>An entry of an incident; number zero is the title. In order, the newest incident and entry come last.</summary>
internal readonly record struct SearchKey(int Incident, int Entry)
{
    public const int Title = 0;

    /// <summary>One number for both, in the same order.</summary>
    public long Id => ((long)Incident << 32) | (uint)Entry;

    public static SearchKey Of(long id) => new((int)(id >> 32), (int)id);
}

/// <summary>How far the index has followed an incident.</summary>
internal sealed record SearchedIncident
{
    public int Number { get; init; }

    /// <summary>The last event that is in.</summary>
    public int Version { get; init; }

    /// <summary>The link of that one, by which another stream is known.</summary>
    public byte[] Link { get; init; } = [];

    /// <summary>The incident's version when it was read first. What was redacted up to there never got into the index.</summary>
    public int Begun { get; init; }

    /// <summary>The zone in which it is shown.</summary>
    public string Zone { get; init; } = "UTC";
}

/// <summary>How much of the store can be searched.</summary>
/// <param name="Events">How many events the store has.</param>
/// <param name="Searched">How many incidents are in the index whole.</param>
/// <param name="Incidents">How many there are.</param>
internal readonly record struct SearchCoverage(long Events, int Searched, int Incidents)
{
    public bool IsWhole => Searched == Incidents;
}
