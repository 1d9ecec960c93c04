namespace IncidentBot.Web.Hosting;

/// <summary>Where settings come from: the file in the working directory, the environment, the command line; the later wins.</summary>
internal static class BotConfiguration
{
    public const string FileName = "appsettings.json";

    /// <exception cref="SettingException">The file cannot be read.</exception>
    public static void AddBotSources(this ConfigurationManager configuration, IEnumerable<KeyValuePair<string, string?>> overrides)
    {
        try
        {
            configuration.AddJsonFile(Path.GetFullPath(FileName), optional: true, reloadOnChange: false);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException(FileName, OneLine(e.GetBaseException().Message));
        }

        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(overrides);
        configuration.AddInMemoryCollection(SecretFiles.Read(configuration));
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
