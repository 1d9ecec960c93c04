namespace IncidentBot.Slack.Wire.Api;

/// <summary>Slack's words for what went wrong, as far as they change what is done next.</summary>
internal static class SlackErrors
{
    public const string MissingScope = "missing_scope";

    /// <summary>Waiting does not cure these: a person has to.</summary>
    private static readonly HashSet<string> Fatal =
    [
        "not_authed", "invalid_auth", "account_inactive", "user_removed_from_team", "team_disabled", "token_revoked", "token_expired",
        "not_allowed_token_type",
    ];

    private static readonly HashSet<string> Limited = ["ratelimited", "rate_limited"];

    /// <summary>Slack stumbled; some of what was asked for may have happened.</summary>
    private static readonly HashSet<string> Stumbles = ["internal_error", "fatal_error", "service_unavailable", "request_timeout"];

    /// <summary>It was asked for, and it is so.</summary>
    private static readonly HashSet<string> AlreadySo = ["already_pinned", "already_reacted", "no_pin", "no_reaction"];

    public static bool IsFatal(string error) => Fatal.Contains(error);

    public static bool IsLimit(string error) => Limited.Contains(error);

    public static bool IsStumble(string error) => Stumbles.Contains(error);

    public static bool IsAlreadySo(string error) => AlreadySo.Contains(error);
}
