using IncidentBot.Core.Commands;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Intake.Speech;

namespace IncidentBot.Discord.Commands;

/// <summary>
/// Writes what was given to a command as the line that would be typed elsewhere, so that there is one grammar. An option
/// beats the same thing in the text, and what it leaves of the text is text.
/// </summary>
internal static class DiscordOptionLine
{
    /// <param name="times">As clocks are read in that room for that person.</param>
    /// <param name="nameOf">The name of a person, role or channel by its id; null if it is not known.</param>
    public static OptionLine Write(InteractionData data, TimeField times, CommandSettings settings, Func<string, string?> nameOf) =>
        Write(GivenOptions.Read(data, nameOf), times, settings);

    public static OptionLine Write(GivenOptions given, TimeField times, CommandSettings settings)
    {
        var path = IsRoot(given.Path[0], settings) ? given.Path.Skip(1).ToList() : given.Path;
        if (path.Count == 0)
        {
            return OptionLine.Good($"/{settings.Root} {given[OptionNames.Text]}".TrimEnd());
        }

        var verb = Find(path[0]);
        if (verb is null && Languages.All.Command(path[0]).Equals(DiscordCommands.Log, StringComparison.OrdinalIgnoreCase))
        {
            return OptionLine.Good(Whole(given[OptionNames.Text], settings.Root));
        }

        // Further words were chosen too: "set", then "zone".
        var further = string.Join(' ', path.Skip(1));
        if (verb is null)
        {
            return OptionLine.Good(string.Join(' ', path.Concat(given.Values.Values).Prepend($"/{settings.Root}")).TrimEnd());
        }

        var arguments = new VerbArguments(verb, given, times).Write();
        var line = $"{verb.Typed(settings.Root)} {$"{further} {arguments.Text}".TrimStart()}".TrimEnd();
        return arguments.Problem is { } problem ? OptionLine.Wrong(problem, line) : OptionLine.Good(line);
    }

    /// <summary>The verb that a command is about; null if it is none that is known.</summary>
    public static Verb? VerbOf(GivenOptions given, CommandSettings settings) =>
        (IsRoot(given.Path[0], settings) ? given.Path.ElementAtOrDefault(1) : given.Path[0]) is { } name ? Find(name) : null;

    /// <summary>By its own name or by one in another language.</summary>
    private static Verb? Find(string name) => Verbs.Find(name) ?? Verbs.Find(Languages.All.Command(name));

    private static bool IsRoot(string name, CommandSettings settings) => name.Equals(settings.Root, StringComparison.OrdinalIgnoreCase);

    private static string Whole(string text, string root) => text.StartsWith('/') || text.StartsWith('@') ? text : $"/{root} {text}".TrimEnd();
}
