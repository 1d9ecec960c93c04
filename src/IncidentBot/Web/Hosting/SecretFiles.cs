namespace IncidentBot.Web.Hosting;

/// <summary>Secrets kept in files: <c>Slack:BotTokenFile</c> names the file that holds <c>Slack:BotToken</c>.</summary>
internal static class SecretFiles
{
    private const string Suffix = "File";
    private const int LongestSecret = 64 * 1024;

    /// <summary>Only our own sections are looked at: the environment is full of other programs' <c>…_FILE</c> variables.</summary>
    private static readonly string[] Sections = ["Web", "Storage", "Slack", "Discord"];

    /// <exception cref="SettingException">A file cannot be read, or the setting is given twice.</exception>
    public static IReadOnlyList<KeyValuePair<string, string?>> Read(IConfiguration configuration) =>
    [
        .. Sections
            .SelectMany(section => configuration.GetSection(section).GetChildren())
            .Where(setting => setting.Key.Length > Suffix.Length
                && setting.Key.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && !string.IsNullOrEmpty(setting.Value))
            .Select(setting => KeyValuePair.Create<string, string?>(
                setting.Path[..^Suffix.Length], Secret(configuration, setting.Path, setting.Value!))),
    ];

    private static string Secret(IConfiguration configuration, string setting, string path)
    {
        if (!string.IsNullOrEmpty(configuration[setting[..^Suffix.Length]]))
        {
            throw new SettingException(setting, $"{setting[..^Suffix.Length]} is set as well; keep one of the two.");
        }

        try
        {
            var file = new FileInfo(path);
            var secret = file is { Exists: true, Length: > LongestSecret } ? "" : File.ReadAllText(path).TrimEnd('\r', '\n');
            return secret.Length > 0 ? secret : throw new SettingException(setting, $"{path} holds no secret.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException(setting, $"{path} cannot be read ({(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "access refused")}).");
        }
    }
}
