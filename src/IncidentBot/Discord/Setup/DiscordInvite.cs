using System.Globalization;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Setup;

/// <summary>What the bot asks a guild for: what it uses, and no more.</summary>
internal static class DiscordInvite
{
    /// <summary>Each permission, and what is off without it.</summary>
    public static IReadOnlyDictionary<DiscordPermissions, string> Uses { get; } = new Dictionary<DiscordPermissions, string>
    {
        [DiscordPermissions.ViewChannel] = "all that the bot says by itself, and mentions and reactions",
        [DiscordPermissions.SendMessages] = "the status message and the post at the close",
        [DiscordPermissions.SendMessagesInThreads] = "the same in threads and forum posts",
        [DiscordPermissions.EmbedLinks] = "the status message as a card; without it, it is words",
        [DiscordPermissions.AttachFiles] = "the draft as a file",
        [DiscordPermissions.ReadMessageHistory] = "answers to messages, and what was missed while the bot was away",
        [DiscordPermissions.AddReactions] = "the tick on captured messages",
        [DiscordPermissions.PinMessages] = "pinning the status message",
    };

    public static DiscordPermissions All { get; } = Uses.Keys.Aggregate((all, one) => all | one);

    /// <summary>What is off for lack of a permission, in words.</summary>
    public static IReadOnlyList<string> Off(DiscordPermissions has) =>
        [.. Uses.Where(use => !has.Has(use.Key)).Select(use => $"{use.Value} ({Name(use.Key)})")];

    /// <summary>Where somebody who may manage a guild adds the bot to it.</summary>
    public static string Link(string application) => string.Create(
        CultureInfo.InvariantCulture,
        $"https://discord.com/oauth2/authorize?client_id={Uri.EscapeDataString(application)}&scope=bot+applications.commands&permissions={(ulong)All}");

    /// <summary>As Discord shows it: <c>Send Messages in Threads</c>.</summary>
    public static string Name(DiscordPermissions permission) =>
        string.Concat($"{permission}".Select((c, i) => i > 0 && char.IsUpper(c) ? $" {c}" : $"{c}")).Replace(" In ", " in ", StringComparison.Ordinal);
}
