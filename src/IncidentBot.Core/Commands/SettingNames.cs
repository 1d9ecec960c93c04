using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Commands;

/// <summary>The names of what can be set.</summary>
public static class SettingNames
{
    /// <summary>The setting of a name in any letter case; <c>style</c> means the layout. Null if there is none.</summary>
    public static Setting? Find(string name) => name.ToLowerInvariant() switch
    {
        "title" => Setting.Title,
        "zone" => Setting.Zone,
        "layout" or "style" => Setting.Layout,
        "duration" => Setting.Duration,
        "severity" => Setting.Severity,
        _ => null,
    };

    /// <summary>The name that is typed.</summary>
    public static string Of(Setting setting) => setting.ToString().ToLowerInvariant();
}
