namespace IncidentBot.Core.Commands;

/// <summary>What the owner can set about commands.</summary>
public sealed record CommandSettings
{
    /// <summary>The root name: <c>/incident verb</c> unless another product has claimed it.</summary>
    public string Root { get; init; } = "incident";

    /// <summary>The IANA zone used where neither phrase, incident nor author names one.</summary>
    public string DefaultZone { get; init; } = "UTC";

    /// <summary>The allowed severities, most severe first.</summary>
    public IReadOnlyList<string> Severities { get; init; } = ["SEV1", "SEV2", "SEV3", "SEV4"];

    /// <summary>
    /// Whether people are shown incidents of other communities, and may link them: of other servers, and of other platforms.
    /// </summary>
    public bool AcrossCommunities { get; init; }

    /// <summary>How large a file of a captured message may be to be kept, in bytes; 0 keeps none.</summary>
    public long MaxFileBytes { get; init; } = 10 << 20;

    /// <summary>Where people reach the web pages, e.g. <c>http://127.0.0.1:5080</c>; null if there are none.</summary>
    public string? WebUrl { get; init; }

    /// <summary>The same, if others than those at this machine can open it.</summary>
    public string? SharedUrl => Uri.TryCreate(WebUrl, UriKind.Absolute, out var url) && !url.IsLoopback ? WebUrl.TrimEnd('/') : null;
}
