namespace IncidentBot.Discord.Wire.Api;

/// <summary>One call of the API.</summary>
/// <param name="Name">What it does, in words and without ids: its own for each route, as limits are counted by route.</param>
/// <param name="Path">Without the base address. It may hold an interaction's token, so nobody is told.</param>
internal sealed record DiscordCall(HttpMethod Method, string Name, string Path)
{
    /// <summary>How long a call waits for limits unless it says otherwise.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(6);

    /// <summary>For what is of no use later.</summary>
    public static readonly TimeSpan Now = TimeSpan.Zero;

    /// <summary>The channel or guild that limits are counted by; empty for none.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Made anew for each try.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Whether a second call after an unknown outcome does no harm.</summary>
    public bool IsSafe { get; init; } = Method != HttpMethod.Post;

    /// <summary>Whether it is authorised by the token of an interaction: it waits behind nothing and carries no other token.</summary>
    public bool IsInteraction { get; init; }

    /// <summary>For how long limits are waited out and tries repeated.</summary>
    public TimeSpan Patience { get; init; } = Usual;

    /// <summary>For one try.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public override string ToString() => Name;
}
