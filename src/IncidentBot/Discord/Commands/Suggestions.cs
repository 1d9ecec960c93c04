using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Core.Times;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake.Speech;
using NodaTime;

namespace IncidentBot.Discord.Commands;

/// <summary>What an option could be, while somebody types it. Values go into the line as they are.</summary>
internal static class Suggestions
{
    /// <summary>Discord shows no more.</summary>
    public const int Most = 25;

    private const int Longest = 100;

    /// <summary>The entries of an incident, the latest first: all, or those whose number or text begins like that or has it in it.</summary>
    public static IReadOnlyList<OptionChoice> Entries(Incident? incident, string typed, Instant now)
    {
        if (incident is null)
        {
            return [];
        }

        var (wanted, clock) = (typed.Trim().TrimStart('#'), new EntryClock(incident, now));
        return Choices(incident.Entries.Reverse()
            .Where(entry => !entry.Withdrawn && (Has($"{entry.Number}", wanted) || Has(entry.Words.Whole(), wanted) || Has(entry.Kind.Verb(), wanted)))
            .OrderBy(entry => $"{entry.Number}" == wanted ? 0 : 1)
            .Select(entry => ($"#{entry.Number} {entry.Kind.Verb()}{Clock(entry, clock)} · {entry.Words.Whole()}", $"{entry.Number}")));
    }

    public static IReadOnlyList<OptionChoice> Layouts(IReadOnlyList<string> names, string typed) =>
        Choices(names.Where(name => Has(name, typed)).Select(name => (name, name)));

    /// <summary>Incidents, in the order they come in.</summary>
    public static IReadOnlyList<OptionChoice> Incidents(IEnumerable<IncidentSummary> incidents, string typed) => Choices(incidents
        .Where(incident => Has(incident.Id.ToString(), typed) || Has(incident.Title, typed))
        .Select(incident => ($"{incident.Id} {incident.State.ToString().ToLowerInvariant()} · {incident.Title}", incident.Id.ToString())));

    public static IReadOnlyList<OptionChoice> TimeZones(string typed) => typed.Trim().Length == 0
        ? Choices(CommonZones.Select(zone => (zone, zone)))
        : Choices(Zones.Near(typed, Most).Select(zone => (zone, zone)));

    /// <summary>The commands that help has something to say of.</summary>
    public static IReadOnlyList<OptionChoice> Help(string typed) => Choices(Verbs.All
        .Where(verb => Has(verb.Name, typed) || Has(verb.Does, typed))
        .Select(verb => ($"{verb.Name}: {verb.Does}", verb.Name)));

    /// <summary>Where most people are, from west to east.</summary>
    private static readonly string[] CommonZones =
    [
        "UTC", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York", "America/Sao_Paulo", "Europe/London", "Europe/Madrid",
        "Europe/Paris", "Europe/Berlin", "Europe/Rome", "Europe/Amsterdam", "Europe/Kyiv", "Asia/Kolkata", "Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney",
    ];

    private static bool Has(string text, string typed) => text.Contains(typed.Trim(), StringComparison.OrdinalIgnoreCase);

    private static string Clock(Entry entry, EntryClock clock) => entry.When is { } when ? $" {clock.Write(when)}" : "";

    private static IReadOnlyList<OptionChoice> Choices(IEnumerable<(string Name, string Value)> choices) =>
        [.. choices.Where(IsTakeable).Take(Most).Select(choice => new OptionChoice(Cut(choice.Name), choice.Value))];

    private static bool IsTakeable((string Name, string Value) choice) => choice.Value.Length <= Longest && !string.IsNullOrWhiteSpace(choice.Value) && Cut(choice.Name).Length > 0;

    private static string Cut(string name)
    {
        var line = TypedText.Storable(name).ReplaceLineEndings(" ").Trim();
        return line.Length <= Longest ? line : TypedText.Head(line, Longest - 1) + "…";
    }
}
