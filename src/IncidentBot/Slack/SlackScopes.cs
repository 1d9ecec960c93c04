namespace IncidentBot.Slack;

/// <summary>What the bot asks a workspace for: what it uses, and no more.</summary>
internal static class SlackScopes
{
    /// <summary>Each scope of the bot token, and what is off without it.</summary>
    public static IReadOnlyDictionary<string, string> Uses { get; } = new Dictionary<string, string>
    {
        ["commands"] = "slash commands and shortcuts",
        ["chat:write"] = "everything the bot says",
        ["app_mentions:read"] = "commands by mention",
        ["channels:history"] = "edits of captured messages, and what was missed, in public channels",
        ["groups:history"] = "the same in private channels",
        ["channels:read"] = "the names of public channels",
        ["groups:read"] = "the names of private channels",
        ["users:read"] = "people's names and time zones",
        ["reactions:read"] = "capturing messages by reaction",
        ["reactions:write"] = "the tick on captured messages",
        ["pins:read"] = "capturing messages by pinning them",
        ["pins:write"] = "pinning the status message",
        ["files:read"] = "keeping the files of captured messages",
        ["files:write"] = "the draft as a file",
        ["im:write"] = "telling somebody directly where the channel cannot be written to",
    };

    /// <summary>What a token lacks; nothing where Slack does not name what it has.</summary>
    public static IReadOnlyList<string> Missing(IReadOnlyList<string>? scopes) =>
        scopes is null ? [] : [.. Uses.Keys.Where(scope => !scopes.Contains(scope))];

    /// <summary>What is off, in words.</summary>
    public static string Off(IEnumerable<string> missing) =>
        string.Join("; ", missing.Select(scope => Uses.TryGetValue(scope, out var use) ? $"{use} ({scope})" : scope));

    /// <summary>The events the bot is told of.</summary>
    public static IReadOnlyList<string> Events { get; } =
    [
        "app_home_opened", "app_mention", "message.channels", "message.groups", "pin_added", "pin_removed",
        "reaction_added", "reaction_removed", "tokens_revoked",
    ];
}
