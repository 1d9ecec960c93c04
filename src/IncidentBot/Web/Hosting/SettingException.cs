namespace IncidentBot.Web.Hosting;

/// <summary>A setting that cannot be used. The message is one line that names it.</summary>
internal sealed class SettingException(string setting, string problem) : Exception($"{setting}: {problem}");
