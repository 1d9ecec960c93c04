using IncidentBot.Core.Commands;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Slack;

/// <summary>The settings of section <c>Slack</c>. Without a token nothing of Slack starts.</summary>
internal sealed record SlackOptions
{
    /// <summary>At most this many connections of one app may be open; one is kept free for a refresh.</summary>
    private const int MostConnections = 9;

    /// <summary>The app-level token (<c>xapp-</c>): with it the bot connects by Socket Mode and needs no public address.</summary>
    public string? AppToken { get; init; }

    /// <summary>The bot token (<c>xoxb-</c>), for everything the bot says and asks.</summary>
    public string? BotToken { get; init; }

    /// <summary>What Slack signs requests with; with it they are taken at <c>/slack/…</c>.</summary>
    public string? SigningSecret { get; init; }

    /// <summary>The secret before it was changed, while Slack may still use it.</summary>
    public string? PreviousSigningSecret { get; init; }

    /// <summary>Where the Web API is; plain http on this machine only, for tests.</summary>
    public Uri ApiUrl { get; init; } = new("https://slack.com/api/");

    /// <summary>How many connections are held open by Socket Mode.</summary>
    public int Connections { get; init; } = 1;

    /// <summary>The verb that a reaction to a message stands for, by the emoji's name.</summary>
    public IReadOnlyDictionary<string, string> Reactions { get; init; } = Standard;

    public bool IsOn => BotToken is not null;

    public bool UsesSockets => AppToken is not null;

    public bool UsesRequests => SigningSecret is not null;

    private static readonly Dictionary<string, string> Standard = new() { ["pushpin"] = "note", ["no_entry"] = "dead-end" };

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static SlackOptions Read(IConfiguration configuration)
    {
        var options = new SlackOptions
        {
            AppToken = configuration.Word("Slack:AppToken"),
            BotToken = configuration.Word("Slack:BotToken"),
            SigningSecret = configuration.Word("Slack:SigningSecret"),
            PreviousSigningSecret = configuration.Word("Slack:PreviousSigningSecret"),
            Connections = Count(configuration.Word("Slack:Connections")),
            Reactions = Map(configuration.GetSection("Slack:Reactions")),
        };
        options = configuration.Word("Slack:ApiUrl") is { } url ? options with { ApiUrl = Api(url) } : options;

        // What stands in these is a secret, so it is not repeated.
        Demand(options.AppToken is null || options.AppToken.StartsWith("xapp-", StringComparison.Ordinal),
            "Slack:AppToken", "this is no app-level token; it begins with xapp- and is made under Basic Information, App-Level Tokens.");
        Demand(options.BotToken is null || options.BotToken.StartsWith("xoxb-", StringComparison.Ordinal) || options.BotToken.StartsWith("xoxe.xoxb-", StringComparison.Ordinal),
            "Slack:BotToken", "this is no bot token; it begins with xoxb- and is shown under OAuth & Permissions.");
        Demand(options.BotToken is not null || (options.AppToken ?? options.SigningSecret) is null,
            "Slack:BotToken", "it is needed as well; it begins with xoxb- and is shown under OAuth & Permissions.");
        Demand(options.BotToken is null || (options.AppToken ?? options.SigningSecret) is not null,
            "Slack:AppToken", "it is needed as well (xapp-, for Socket Mode), or else Slack:SigningSecret, for requests.");
        Demand(options.PreviousSigningSecret is null || options.SigningSecret is not null,
            "Slack:SigningSecret", "it is needed where Slack:PreviousSigningSecret is set.");
        return options;
    }

    /// <summary>Nothing of what is set: most of it is secret.</summary>
    public override string ToString() => IsOn ? "Slack is on" : "Slack is off";

    private static void Demand(bool isGood, string setting, string problem)
    {
        if (!isGood)
        {
            throw new SettingException(setting, problem);
        }
    }

    private static Uri Api(string url)
    {
        var isUsable = Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Query.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
        Demand(isUsable, "Slack:ApiUrl", $"'{url}' is no address of an API; write it like https://slack.com/api/ (plain http on this machine only).");
        return uri!.AbsoluteUri.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
    }

    private static int Count(string? text)
    {
        var isUsable = int.TryParse(text ?? "1", System.Globalization.NumberStyles.None, null, out var count) && count is >= 1 and <= MostConnections;
        Demand(isUsable, "Slack:Connections", $"'{text}' is no number from 1 to {MostConnections}.");
        return count;
    }

    /// <summary>What is set comes on top of the standard; an empty verb takes an emoji out.</summary>
    private static Dictionary<string, string> Map(IConfigurationSection section)
    {
        var map = new Dictionary<string, string>(Standard);
        foreach (var (emoji, word) in section.GetChildren().Select(child => (child.Key.Trim(':', ' '), child.Value?.Trim() ?? "")))
        {
            map.Remove(emoji);
            if (word.Length > 0)
            {
                var verb = Verbs.Find(word);
                Demand(verb?.Kind is not null, $"Slack:Reactions:{emoji}", $"'{word}' is no command that records something; use one such as note or dead-end.");
                map[emoji] = verb!.Name;
            }
        }

        return map;
    }
}
