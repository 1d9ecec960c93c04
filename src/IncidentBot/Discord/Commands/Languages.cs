using System.Reflection;

namespace IncidentBot.Discord.Commands;

/// <summary>
/// What commands and options are called in other languages: the tables in <c>Languages</c>, one file for a language, a line
/// <c>name: other-name | description</c>. A language is a file and its locales here.
/// </summary>
internal sealed class Languages
{
    private const string Prefix = "IncidentBot.Discord.Commands.Languages.";
    private const string OptionMark = "option ";

    /// <summary>The locales of Discord that a file is for.</summary>
    private static readonly (string File, string[] Locales)[] Files =
    [
        ("de", ["de"]), ("es", ["es-ES", "es-419"]), ("fr", ["fr"]), ("it", ["it"]), ("ja", ["ja"]), ("nl", ["nl"]), ("pt", ["pt-BR"]), ("zh", ["zh-CN"]),
    ];

    private readonly Dictionary<string, Dictionary<string, string>> _names = [];
    private readonly Dictionary<string, Dictionary<string, string>> _descriptions = [];
    private readonly Dictionary<string, string> _commands = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _options = new(StringComparer.OrdinalIgnoreCase);

    private Languages()
    {
        foreach (var (file, locales) in Files)
        {
            foreach (var line in Lines(file))
            {
                var (key, rest) = Halves(line, ':');
                var (name, description) = Halves(rest, '|');
                foreach (var locale in locales)
                {
                    Add(_names, key, locale, name);
                    Add(_descriptions, key, locale, description);
                }

                var byName = key.StartsWith(OptionMark, StringComparison.Ordinal) ? _options : _commands;
                byName.TryAdd(name, key[(byName == _options ? OptionMark.Length : 0)..]);
            }
        }
    }

    public static Languages All { get; } = new();

    public static IEnumerable<string> Locales => Files.SelectMany(file => file.Locales);

    public IReadOnlyDictionary<string, string>? Names(string command) => _names.GetValueOrDefault(command);

    public IReadOnlyDictionary<string, string>? Descriptions(string command) => _descriptions.GetValueOrDefault(command);

    public IReadOnlyDictionary<string, string>? OptionNames(string option) => _names.GetValueOrDefault(OptionMark + option);

    public IReadOnlyDictionary<string, string>? OptionDescriptions(string option) => _descriptions.GetValueOrDefault(OptionMark + option);

    /// <summary>The command that is called so in some language; the name itself if none is.</summary>
    public string Command(string name) => _commands.GetValueOrDefault(name, name);

    /// <summary>The option that is called so in some language; the name itself if none is.</summary>
    public string Option(string name) =>
        Commands.OptionNames.Descriptions.ContainsKey(name) ? name : _options.GetValueOrDefault(name, name);

    private static void Add(Dictionary<string, Dictionary<string, string>> table, string key, string locale, string text)
    {
        if (text.Length > 0)
        {
            (table.TryGetValue(key, out var entry) ? entry : table[key] = []).Add(locale, text);
        }
    }

    private static (string Head, string Tail) Halves(string line, char between)
    {
        var at = line.IndexOf(between);
        return at < 0 ? (line.Trim(), "") : (line[..at].Trim(), line[(at + 1)..].Trim());
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{file}.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
