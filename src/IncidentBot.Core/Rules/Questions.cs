using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Core.Times;

namespace IncidentBot.Core.Rules;

/// <summary>What records nothing: status, lists, help, and lines that were not understood.</summary>
internal static class Questions
{
    private const int LastShown = 3;

    public static Decision Status(ChannelState state, RuleContext context)
    {
        if (state.Current is not { } incident)
        {
            return Decisions.Answer(Says.NoIncident(context));
        }

        var moments = Timeline.Of(incident);
        var now = context.Request.SentAt;
        var lines = new List<string>
        {
            string.Join(" · ", new[] { $"{incident.Id} {incident.Title}", Words(incident.State), incident.Severity, Ran(incident, context) }
                .Where(part => part is not null)),
        };
        lines.AddRange(moments.TakeLast(LastShown).Select(entry =>
            $"{TimeWords.Stamp(entry.When!.OccurredAt, Zones.Get(incident.Zone), now)} {Says.Mention(entry)}"));
        if (incident.Channels.Count > 1)
        {
            lines.Add($"Fed from {string.Join(", ", incident.Channels)}.");
        }

        lines.AddRange(Missing(incident, context));
        return Decisions.Answer(string.Join('\n', lines), incident);
    }

    public static CommandAnswer List(IReadOnlyList<IncidentSummary> incidents, RuleContext context) => CommandAnswer.Only(
        incidents.Count == 0
            ? Says.NoIncident(context)
            : string.Join('\n', incidents.Select(i => $"{i.Id} {i.Title} · {Words(i.State)} · {i.Entries} {(i.Entries == 1 ? "entry" : "entries")} · {Place(i.Channel, context)}")));

    /// <summary>On a platform rooms have names that we do not know, and their ids tell nobody anything.</summary>
    private static string Place(ChannelId room, RuleContext context) => room == context.Request.Channel ? "here"
        : context.Request.Channel.Platform is null ? room.Value
        : room.Platform == context.Request.Channel.Platform ? "in another room"
        : "elsewhere";

    /// <summary>What is still missing, each with the command that adds it; nothing if nothing is.</summary>
    public static IEnumerable<string> Missing(Incident incident, RuleContext context)
    {
        var gaps = Gap.Of(incident);
        return gaps.Count == 0 ? []
            : gaps.Select(gap => gap.Verb is { } verb ? $"• {gap.What}: `{Verbs.Of(verb).Usage(context.Root)}`" : $"• {gap.What}.")
                .Prepend("Still missing:");
    }

    public static Decision Help(Command.ShowHelp command, RuleContext context)
    {
        if (command.Topic is not { } topic)
        {
            return Decisions.Answer(string.Join('\n', Verbs.All
                .Select(verb => $"{verb.Usage(context.Root)}: {verb.Does}")
                .Append($"Every command also works as `/{context.Root} command …` and `@bot command …`. Times: `/{context.Root} help time`.")));
        }

        var name = topic.TrimStart('/');
        return name.Equals("time", StringComparison.OrdinalIgnoreCase) ? Decisions.Answer(TimeHelp(context))
            : Verbs.Find(name) is { } found ? Decisions.Answer(Usage(found, context))
            : NotUnderstood(new Command.NotUnderstood(topic), context);
    }

    public static Decision Malformed(Command.Malformed command, RuleContext context) =>
        Decisions.Answer($"{Usage(command.Verb, context)}\nYou typed: `{TypedText.Cut(command.Line, 2000)}`");

    public static Decision NotUnderstood(Command.NotUnderstood command, RuleContext context)
    {
        var line = TypedText.Cut(command.Line, 2000);
        var words = command.Line.Split((char[]?)null, 4, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.TrimStart('/').TrimEnd(':'))
            .SkipWhile(word => word.StartsWith('@') || word.Equals(context.Root, StringComparison.OrdinalIgnoreCase));
        var word = words.FirstOrDefault() ?? "";
        var suggestion = SettingNames.Find(word) is { } setting
            ? $"Did you mean `/{context.Root} set {SettingNames.Of(setting)} …`? Example: `{Verbs.Set.Sample(context.Root)}`"
            : (Verbs.Starting(word) ?? Verbs.Nearest(word)) is { } near
            ? $"Did you mean `{near.Typed(context.Root)}`? Example: `{near.Sample(context.Root)}`"
            : command.Line.StartsWith('/') || command.Line.StartsWith('@') ? $"All commands: `/{context.Root} help`"
            : $"To note it: `/note {line}`. All commands: `/{context.Root} help`";
        return Decisions.Answer(line.Length == 0
            ? $"Nothing was typed. All commands: `/{context.Root} help`"
            : $"That is no command I know, so nothing was recorded. {suggestion}\nYou typed: `{line}`");
    }

    /// <summary>How a verb is used, with an example that works.</summary>
    public static string Usage(Verb verb, RuleContext context) =>
        $"{verb.Usage(context.Root)}: {verb.Does}. Example: `{verb.Sample(context.Root)}`";

    private static string TimeHelp(RuleContext context) =>
        "Put the time first, or at the end behind at, since, between or a comma; none is now. In your language and in English:\n"
        + string.Join('\n', TimeExamples.All.Select(e => $"/note {e.Phrase} text: {e.Meaning}"))
        + "\nClocks without a zone are read in the incident's if one is set, else in yours. "
        + "`--` before a text that only looks like a time keeps it text. "
        + $"Your zone: `{Verbs.Zone.Sample(context.Root)}`; the incident's: `{Verbs.Set.Sample(context.Root)}`";

    private static string Words(IncidentState state) => state.ToString().ToLowerInvariant();

    private static string? Ran(Incident incident, RuleContext context) =>
        Timeline.Start(incident) is not { } start ? null
        : incident.State != IncidentState.Open && Timeline.End(incident) is { } end && end >= start ? $"lasted {TimeWords.Length(end - start)}"
        : incident.State == IncidentState.Open && context.Request.SentAt >= start ? $"running for {TimeWords.Length(context.Request.SentAt - start)}"
        : null;
}
