using IncidentBot.Core.Commands;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Discord;

/// <summary>The settings of section <c>Discord</c>. Without a token nothing of Discord starts.</summary>
internal sealed record DiscordOptions
{
    private const int KeyDigits = 64;
    private const int MostShards = 1000;

    /// <summary>For everything the bot says, and for the gateway.</summary>
    public string? BotToken { get; init; }

    /// <summary>The id of the app; null where Discord is to be asked.</summary>
    public string? ApplicationId { get; init; }

    /// <summary>Where the commands are registered; empty for everywhere.</summary>
    public IReadOnlyList<string> GuildIds { get; init; } = [];

    /// <summary>What Discord's requests are verified with; with it they are taken at <c>/discord/interactions</c>.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Where the API is; plain http on this machine only, for tests.</summary>
    public Uri ApiUrl { get; init; } = new("https://discord.com/api/v10/");

    /// <summary>Whether to ask for the words of messages: commands by mention work without, prefixes and catching up need it.</summary>
    public bool MessageContent { get; init; }

    /// <summary>How many shards the bot is divided into; null for as many as Discord advises.</summary>
    public int? Shards { get; init; }

    /// <summary>The verb that a reaction to a message stands for, by the emoji.</summary>
    public IReadOnlyDictionary<string, string> Reactions { get; init; } = Standard;

    public bool IsOn => BotToken is not null;

    public bool UsesRequests => PublicKey is not null;

    private static readonly Dictionary<string, string> Standard = new() { ["📌"] = "note", ["⛔"] = "dead-end" };

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static DiscordOptions Read(IConfiguration configuration)
    {
        var options = new DiscordOptions
        {
            BotToken = Token(configuration.Word("Discord:BotToken")),
            ApplicationId = Id("Discord:ApplicationId", configuration.Word("Discord:ApplicationId")),
            GuildIds = Guilds(configuration),
            PublicKey = Key(configuration.Word("Discord:PublicKey")),
            MessageContent = Flag(configuration.Word("Discord:MessageContent")),
            Shards = Count(configuration.Word("Discord:Shards")),
            Reactions = Map(configuration.GetSection("Discord:Reactions")),
        };
        options = configuration.Word("Discord:ApiUrl") is { } url ? options with { ApiUrl = Api(url) } : options;
        Demand(options.BotToken is not null || options.PublicKey is null, "Discord:BotToken", "it is needed as well; it is shown once under Bot, Reset Token.");
        return options;
    }

    /// <summary>Nothing of what is set: most of it is secret.</summary>
    public override string ToString() => IsOn ? "Discord is on" : "Discord is off";

    private static void Demand(bool isGood, string setting, string problem)
    {
        if (!isGood)
        {
            throw new SettingException(setting, problem);
        }
    }

    /// <summary>What stands in it is a secret, so it is not repeated.</summary>
    private static string? Token(string? text)
    {
        var token = text?.StartsWith("Bot ", StringComparison.OrdinalIgnoreCase) == true ? text[4..].Trim() : text;
        var isUsable = token is null || (token.Length >= 8 && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '='));
        Demand(isUsable, "Discord:BotToken", "this is no bot token; it is shown once under Bot, Reset Token, and has three parts with dots between them.");
        return token;
    }

    private static string? Id(string setting, string? text)
    {
        Demand(text is null || Snowflake.IsOne(text), setting, $"'{text}' is no id; ids of Discord are numbers of 17 to 20 digits.");
        return text;
    }

    private static IReadOnlyList<string> Guilds(IConfiguration configuration)
    {
        var listed = configuration.GetSection("Discord:GuildIds").GetChildren().Select(child => child.Value?.Trim() ?? "");
        var words = (configuration.Word("Discord:GuildIds") ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        return [.. words.Concat(listed).Where(id => id.Length > 0).Select(id => Id("Discord:GuildIds", id)!).Distinct()];
    }

    private static string? Key(string? text)
    {
        Demand(text is null || (text.Length == KeyDigits && text.All(char.IsAsciiHexDigit)),
            "Discord:PublicKey", $"this is no public key; it is shown under General Information and has {KeyDigits} digits from 0 to f.");
        return text;
    }

    private static bool Flag(string? text)
    {
        Demand(text is null || bool.TryParse(text, out _), "Discord:MessageContent", $"'{text}' is neither true nor false.");
        return text is not null && bool.Parse(text);
    }

    private static int? Count(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var isUsable = int.TryParse(text, System.Globalization.NumberStyles.None, null, out var count) && count is >= 1 and <= MostShards;
        Demand(isUsable, "Discord:Shards", $"'{text}' is no number from 1 to {MostShards}.");
        return count;
    }

    private static Uri Api(string url)
    {
        var isUsable = Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Query.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
        Demand(isUsable, "Discord:ApiUrl", $"'{url}' is no address of an API; write it like https://discord.com/api/v10/ (plain http on this machine only).");
        return uri!.AbsoluteUri.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
    }

    /// <summary>What is set comes on top of the standard; an empty verb takes an emoji out.</summary>
    private static Dictionary<string, string> Map(IConfigurationSection section)
    {
        var map = new Dictionary<string, string>(Standard);
        foreach (var (emoji, word) in section.GetChildren().Select(child => (child.Key.Trim(), child.Value?.Trim() ?? "")))
        {
            map.Remove(emoji);
            if (word.Length > 0)
            {
                var verb = Verbs.Find(word);
                Demand(verb?.Kind is not null, $"Discord:Reactions:{emoji}", $"'{word}' is no command that records something; use one such as note or dead-end.");
                map[emoji] = verb!.Name;
            }
        }

        return map;
    }
}
