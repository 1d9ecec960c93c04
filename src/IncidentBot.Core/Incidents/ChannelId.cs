namespace IncidentBot.Core.Incidents;

/// <summary>The room in which commands are typed. The platform chooses the value; here it is opaque.</summary>
public readonly record struct ChannelId(string Value)
{
    private static readonly string[] Platforms = ["slack", "discord"];

    /// <summary>
    /// The platform whose room it is, to which the bot speaks by itself: the part before the colon. Null where nobody is
    /// spoken to unasked, as in the console or through the API.
    /// </summary>
    public string? Platform
    {
        get
        {
            foreach (var platform in Platforms)
            {
                if (Value.Length > platform.Length && Value[platform.Length] == ':' && Value.StartsWith(platform, StringComparison.Ordinal))
                {
                    return platform;
                }
            }

            return null;
        }
    }

    /// <summary>
    /// The community whose room it is, be it a server or a workspace: what all its rooms begin with. That is everything up to
    /// the last slash, and the platform itself where all of it is one community. Null where nobody but the owner is.
    /// </summary>
    public string? Community => Platform is { } platform ? Value[..(Math.Max(Value.LastIndexOf('/'), platform.Length) + 1)] : null;

    /// <summary>Whether it is a room of a community.</summary>
    public bool IsOf(string community) => Value.StartsWith(community, StringComparison.Ordinal);

    /// <summary>The platform's own value.</summary>
    public override string ToString() => Value;
}
