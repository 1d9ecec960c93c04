using IncidentBot.Core.Commands;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Commands;

/// <summary>The commands that Discord is told of: each top-level verb, all others under the root, and one in the menu of messages.</summary>
internal static class DiscordCommands
{
    /// <summary>The command in the menu of a message.</summary>
    public const string AddToTimeline = "Add to timeline";

    /// <summary>The subcommand that takes any line, for verbs that have no room as subcommands.</summary>
    public const string Log = "log";

    private const int MostSubcommands = 25;
    private const int LongestDescription = 100;

    /// <summary>The name by which the tables of languages know the command in the menu.</summary>
    private const string MenuKey = "menu";

    /// <summary>The name by which they know the root command, whatever it is called here.</summary>
    private const string RootKey = "root";

    /// <summary>Guilds only: an incident has a channel in which people work on it together.</summary>
    private static readonly int[] Guilds = [0];

    /// <param name="isGlobal">For all guilds, rather than for one.</param>
    public static IReadOnlyList<ApplicationCommand> All(CommandSettings settings, bool isGlobal)
    {
        ApplicationCommand[] commands =
        [
            Root(settings),
            .. Verbs.All.Where(verb => verb.IsTopLevel).Select(verb => TopLevel(verb, settings)),
            new(CommandTypes.Message, AddToTimeline) { NameLocalizations = Languages.All.Names(MenuKey) },
        ];
        return [.. commands.Select(command => command with { Contexts = isGlobal ? Guilds : null })];
    }

    private static ApplicationCommand TopLevel(Verb verb, CommandSettings settings) => new(CommandTypes.Slash, verb.Name)
    {
        NameLocalizations = Languages.All.Names(verb.Name),
        Description = Cut(verb.Does),
        DescriptionLocalizations = Languages.All.Descriptions(verb.Name),
        Options = VerbOptions.Of(verb, settings, Languages.All),
    };

    private static ApplicationCommand Root(CommandSettings settings) => new(CommandTypes.Slash, settings.Root)
    {
        Description = "handles the incident: status, close, draft, undo and more",
        DescriptionLocalizations = Languages.All.Descriptions(RootKey),
        Options = [.. Subcommands().Select(verb => Subcommand(verb, settings)), LogLine()],
    };

    /// <summary>All that have no command of their own, then as many of the others as there is room for.</summary>
    private static IEnumerable<Verb> Subcommands() =>
        Verbs.All.Where(verb => !verb.IsTopLevel).Concat(Verbs.All.Where(verb => verb.IsTopLevel)).Take(MostSubcommands - 1);

    private static CommandOption Subcommand(Verb verb, CommandSettings settings) => new(OptionTypes.Subcommand, verb.Name, Cut(verb.Does))
    {
        NameLocalizations = Languages.All.Names(verb.Name),
        DescriptionLocalizations = Languages.All.Descriptions(verb.Name),
        Options = VerbOptions.Of(verb, settings, Languages.All) is { Count: > 0 } options ? options : null,
    };

    private static CommandOption LogLine() => new(OptionTypes.Subcommand, Log, "takes a whole line, as typed elsewhere: impact 30% of checkouts failed")
    {
        NameLocalizations = Languages.All.Names(Log),
        DescriptionLocalizations = Languages.All.Descriptions(Log),
        Options = VerbOptions.Of(Verbs.Open, new CommandSettings(), Languages.All),
    };

    private static string Cut(string description) => description.Length <= LongestDescription ? description : description[..(LongestDescription - 1)] + "…";
}
