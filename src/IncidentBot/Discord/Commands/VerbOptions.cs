using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Commands;

/// <summary>Which options a verb has. Required ones come first, as Discord demands.</summary>
internal static class VerbOptions
{
    /// <summary>Discord takes no longer text from an option.</summary>
    private const int LongestText = 6000;

    private const int MostChoices = 25;
    private const int LongestChoice = 100;

    public static IReadOnlyList<CommandOption> Of(Verb verb, CommandSettings settings, Languages languages)
    {
        return
        [
            .. Shapes(verb, settings).Select(option => option with
            {
                NameLocalizations = languages.OptionNames(option.Name),
                DescriptionLocalizations = languages.OptionDescriptions(option.Name),
            }),
        ];
    }

    private static IEnumerable<CommandOption> Shapes(Verb verb, CommandSettings settings) => verb.Kind switch
    {
        EntryKind.Detected => [Text(isRequired: true), Words(OptionNames.Time)],
        EntryKind.Resolved => [Text(), Words(OptionNames.Time)],
        { } kind when kind.IsMoment() => [Text(isRequired: true), Words(OptionNames.Time), Words(OptionNames.Until)],
        EntryKind.Impact or EntryKind.Improvement => [Text(isRequired: true), Words(OptionNames.Label)],
        EntryKind.RootCause => [Text(isRequired: true), Flag(OptionNames.Brief), Words(OptionNames.Label)],
        EntryKind.Task => [Text(isRequired: true), Words(OptionNames.Group), Words(OptionNames.Owner), Words(OptionNames.By)],
        EntryKind.Section => [Text(isRequired: true), Words(OptionNames.Heading)],
        EntryKind.Attachment => [Text(), Words(OptionNames.Url), Words(OptionNames.Caption), Words(OptionNames.After)],
        not null => [Text(isRequired: true)],
        null => Handling(verb, settings),
    };

    private static IEnumerable<CommandOption> Handling(Verb verb, CommandSettings settings) => verb.Name switch
    {
        _ when verb.Arguments.Length == 0 => [],
        "open" or "find" => [Text(isRequired: true)],
        "draft" => [Asked(OptionNames.Layout), Flag(OptionNames.Route), Text()],
        "export" => [Chosen(OptionNames.Format, DraftFormats.Names), Flag(OptionNames.Route), Text()],
        "undo" => [Asked(OptionNames.Entry), Text()],
        "amend" => [Asked(OptionNames.Entry), Text(), Words(OptionNames.Time), Words(OptionNames.Until), Words(OptionNames.Label)],
        "redact" => [Asked(OptionNames.Entry), Words(OptionNames.Reason), Text()],
        "set" => [Chosen(OptionNames.Severity, settings.Severities), Words(OptionNames.Title), Asked(OptionNames.Zone), Asked(OptionNames.Layout), Words(OptionNames.Duration), Text()],
        "zone" => [Asked(OptionNames.Zone), Text()],
        "link" => [Asked(OptionNames.Incident), Text()],
        "help" => [Asked(OptionNames.Text)],
        _ => [Text()],
    };

    private static CommandOption Text(bool isRequired = false) => Words(OptionNames.Text) with { Required = isRequired ? true : null, MaxLength = LongestText };

    private static CommandOption Words(string name) => Of(OptionTypes.Text, name);

    private static CommandOption Flag(string name) => Of(OptionTypes.Flag, name);

    /// <summary>What it could be is offered; something else may be typed all the same.</summary>
    private static CommandOption Asked(string name) => Of(OptionTypes.Text, name) with { Autocomplete = true };

    /// <summary>One of a few; where Discord does not take them all as choices, they are typed.</summary>
    private static CommandOption Chosen(string name, IReadOnlyList<string> values) => Of(OptionTypes.Text, name) with
    {
        Choices = values.Count is > 0 and <= MostChoices && values.All(value => value.Trim().Length is > 0 and <= LongestChoice) && values.Distinct().Count() == values.Count
            ? [.. values.Select(value => new CommandChoice(value, value))]
            : null,
    };

    private static CommandOption Of(int type, string name) => new(type, name, OptionNames.Descriptions[name]);
}
