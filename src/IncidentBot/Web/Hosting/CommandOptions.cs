using System.Globalization;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Times;

namespace IncidentBot.Web.Hosting;

/// <summary>The settings of the sections <c>Commands</c>, <c>Defaults</c> and <c>Attachments</c>.</summary>
internal static class CommandOptions
{
    private const int LongestRoot = 31;
    private const long LargestFile = 50 << 20;

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static CommandSettings Read(IConfiguration configuration)
    {
        var settings = new CommandSettings();
        var root = configuration.Word("Commands:Root") ?? settings.Root;
        if (root.Length > LongestRoot || !root.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw new SettingException("Commands:Root", $"'{root}' is no command name; use 1 to {LongestRoot} of a-z, 0-9 and -, without the slash.");
        }

        if (Verbs.Find(root) is not null)
        {
            throw new SettingException("Commands:Root", $"'{root}' is a command itself; choose another name.");
        }

        var zone = configuration.Word("Defaults:Zone") ?? settings.DefaultZone;
        if (Zones.Find(zone) is not { } known)
        {
            throw new SettingException("Defaults:Zone", $"'{zone}' is no time zone; did you mean {string.Join(", ", Zones.Near(zone))}?");
        }

        var file = configuration.Word("Attachments:MaxBytes");
        var largest = settings.MaxFileBytes;
        if (file is not null && (!long.TryParse(file, NumberStyles.None, CultureInfo.InvariantCulture, out largest) || largest > LargestFile))
        {
            throw new SettingException("Attachments:MaxBytes", $"'{file}' is no size; use a number of bytes up to {LargestFile}, or 0 to keep no files.");
        }

        var across = configuration.Word("Commands:AcrossCommunities");
        if (across is not null && !bool.TryParse(across, out _))
        {
            throw new SettingException("Commands:AcrossCommunities", $"'{across}' is neither true nor false.");
        }

        var severities = configuration.Words("Commands:Severities");
        return settings with
        {
            Root = root,
            DefaultZone = known.Id,
            AcrossCommunities = across is not null && bool.Parse(across),
            MaxFileBytes = largest,
            Severities = severities.Count > 0 ? severities : settings.Severities,
        };
    }
}
