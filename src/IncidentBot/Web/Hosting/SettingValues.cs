namespace IncidentBot.Web.Hosting;

/// <summary>Reads settings that are more than one word.</summary>
internal static class SettingValues
{
    /// <summary>The words of a list: a JSON array, numbered variables, or one value with semicolons.</summary>
    public static IReadOnlyList<string> Words(this IConfiguration configuration, string setting)
    {
        var section = configuration.GetSection(setting);
        var given = section.Value is { } value ? value.Split(';', ',') : section.GetChildren().Select(child => child.Value ?? "");
        return [.. given.Select(word => word.Trim()).Where(word => word.Length > 0)];
    }

    /// <summary>The value, without blanks around it; null if it is not set or empty.</summary>
    public static string? Word(this IConfiguration configuration, string setting) =>
        configuration[setting]?.Trim() is { Length: > 0 } value ? value : null;
}
