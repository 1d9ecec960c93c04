using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using IncidentBot.Slack;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Cli;

/// <summary><c>slack manifest</c>: prints the description from which Slack makes the app.</summary>
internal static class SlackCommand
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create() => new("slack", "What setting the bot up in Slack needs") { Manifest() };

    private static Command Manifest()
    {
        var url = new Option<string?>("--url") { Description = "Where Slack reaches the bot, as https://bot.example.org (default: Socket Mode, no address)" };
        url.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Read(text) is null)
            {
                result.AddError("--url needs an https address without a path, as https://bot.example.org.");
            }
        });
        var command = new Command("manifest", "Print the manifest to paste at api.slack.com/apps, Create New App, From a manifest") { url };
        command.SetAction(result =>
        {
            var root = CommandOptions.Read(LocalBot.Settings()).Root;
            var manifest = SlackManifest.Write(root, result.GetValue(url) is { } text ? Read(text) : null);
            result.InvocationConfiguration.Output.WriteLine(manifest.ToJsonString(Readable));
            return ExitCode.Good;
        });
        return command;
    }

    private static Uri? Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.PathAndQuery == "/" ? url : null;
}
