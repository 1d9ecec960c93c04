using IncidentBot.Discord.Capture;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Voice;

/// <summary>The names of permissions as people see them in a channel's settings.</summary>
internal static class DiscordRights
{
    public static DiscordPermissions ToSend(DiscordPlace? place) =>
        place?.IsThread == true ? DiscordPermissions.SendMessagesInThreads : DiscordPermissions.SendMessages;

    /// <summary>Which of these are missing in a place; all of them where it is not known what the bot has.</summary>
    public static string Missing(DiscordPlace? place, params DiscordPermissions[] wanted)
    {
        var missing = wanted.Where(one => place?.Rights is not { } rights || !rights.Has(one)).ToArray();
        return string.Join(", ", (missing.Length > 0 ? missing : wanted).Select(Name));
    }

    private static string Name(DiscordPermissions one) => one switch
    {
        DiscordPermissions.ViewChannel => "View Channel",
        DiscordPermissions.SendMessages => "Send Messages",
        DiscordPermissions.SendMessagesInThreads => "Send Messages in Threads",
        DiscordPermissions.EmbedLinks => "Embed Links",
        DiscordPermissions.AttachFiles => "Attach Files",
        DiscordPermissions.ReadMessageHistory => "Read Message History",
        DiscordPermissions.PinMessages => "Pin Messages",
        DiscordPermissions.AddReactions => "Add Reactions",
        _ => one.ToString(),
    };
}
