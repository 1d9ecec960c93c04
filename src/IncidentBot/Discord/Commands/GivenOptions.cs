using IncidentBot.Core.Text;
using IncidentBot.Discord.Speech;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Commands;

/// <summary>What was given to a command: the words that name it, and the values by the names of their options.</summary>
/// <param name="Path">The command, then the subcommands that were chosen, each by the name it came with.</param>
internal sealed record GivenOptions(IReadOnlyList<string> Path, IReadOnlyDictionary<string, string> Values)
{
    private const int Deepest = 4;

    /// <summary>The option that is being typed; null if none is.</summary>
    public string? Focused { get; private init; }

    /// <param name="nameOf">The name of a person, role or channel by its id; null if it is not known.</param>
    public static GivenOptions Read(InteractionData data, Func<string, string?> nameOf)
    {
        var (path, values) = (new List<string> { data.Name }, new Dictionary<string, string>(StringComparer.Ordinal));
        string? focused = null;
        Gather(data.Options, 0);
        return new GivenOptions(path, values) { Focused = focused };

        void Gather(IReadOnlyList<InteractionOption> options, int depth)
        {
            foreach (var option in options)
            {
                if (option.Type is OptionTypes.Subcommand or OptionTypes.Group && depth < Deepest)
                {
                    path.Add(option.Name);
                    Gather(option.Options, depth + 1);
                }
                else if (option.Value is { } value)
                {
                    var name = Languages.All.Option(option.Name);
                    values.TryAdd(name, Plain(option.Type, value, nameOf));
                    focused = option.Focused ? name : focused;
                }
            }
        }
    }

    /// <summary>A value as it was meant; empty if it was not given.</summary>
    public string this[string option] => Values.GetValueOrDefault(option, "");

    /// <summary>Whether something was given for an option.</summary>
    public bool Has(string option) => this[option].Length > 0;

    /// <summary>What was said of a flag; null if nothing.</summary>
    public bool? Flag(string option) => bool.TryParse(this[option], out var flag) ? flag : null;

    private static string Plain(long type, string value, Func<string, string?> nameOf) => type switch
    {
        OptionTypes.User or OptionTypes.Mentionable or OptionTypes.Role => nameOf(value) is { } name ? $"@{name.TrimStart('@')}" : "@someone",
        OptionTypes.Channel => nameOf(value) is { } name ? $"#{name.TrimStart('#')}" : "#a-channel",
        _ => TypedText.Clean(TypedText.Storable(MarkdownReader.ReadTyped(value, nameOf))),
    };
}
