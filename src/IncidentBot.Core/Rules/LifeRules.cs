using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Core.Times;

namespace IncidentBot.Core.Rules;

/// <summary>Opening, closing and reopening.</summary>
internal static class LifeRules
{
    private const int LongestDerivedTitle = 80;

    public static Decision Open(ChannelState state, Command.Open command, RuleContext context)
    {
        if (state.Current is { Closed: false } open)
        {
            return Decisions.Answer(
                $"{open.Id} is still open here: {open.Title}. `/{context.Root} close` it first, or rename it with "
                + $"`/{context.Root} set title {command.Title}`.", open);
        }

        return Decisions.OnIncident(
            Incident.Empty(state.Next), Verbs.Open, context, Beginning(command.Title.ReplaceLineEndings(" "), null, context),
            after => $"✓ {after.Id} is open: {after.Title}. Times are shown in {after.Zone}. The clock starts with /detected.");
    }

    /// <summary>What every incident begins with: a title, the opener's zone, and the room that feeds it.</summary>
    /// <param name="fromEntry">The entry the title comes from: then it is the first line of its text, cut.</param>
    public static IReadOnlyList<IncidentEvent> Beginning(string title, int? fromEntry, RuleContext context) =>
    [
        new IncidentEvent.Opened(context.AuthorZone.Id, fromEntry)
        {
            Words = new Words(fromEntry is null ? title : FirstLine(title)),
        },
        new IncidentEvent.ChannelBound(context.Request.Channel),
    ];

    public static Decision Close(ChannelState state, RuleContext context)
    {
        if (state.Current is not { } incident)
        {
            return Decisions.Answer(Says.NoIncident(context));
        }

        return incident.Closed
            ? Decisions.Answer(
                $"{incident.Id} was already closed by {incident.ClosedBy!.Name}, "
                + $"{TimeWords.Stamp(incident.ClosedAt!.Value, Zones.Get(incident.Zone), context.Request.SentAt)}. "
                + $"Its draft: `/{context.Root} draft`.", incident)
            : Decisions.OnIncident(incident, Verbs.Close, context, [new IncidentEvent.Closed()], after => Closing(after, context));
    }

    public static Decision Reopen(ChannelState state, RuleContext context) => state.Current switch
    {
        null => Decisions.Answer(Says.NoIncident(context)),
        { Closed: false } open => Decisions.Answer($"{open.Id} is open already: {open.Title}.", open),
        var closed => Decisions.OnIncident(
            closed, Verbs.Reopen, context, [new IncidentEvent.Reopened()],
            after => $"✓ {after.Id} is open again: {after.Title}."),
    };

    private static string Closing(Incident incident, RuleContext context)
    {
        var figures = Figures.Of(incident);
        var lasted = figures.Lasted is { } length ? $" after {TimeWords.Length(length)}" : "";
        var deadEnds = figures.DeadEnds == 0 ? "" : $", {Count(figures.DeadEnds, "dead end")}";
        var lines = new List<string>
        {
            $"✓ {incident.Id} closed{lasted}: {incident.Title}. {Count(incident.StandingEntries, "entry")}{deadEnds}.",
        };
        lines.AddRange(Questions.Missing(incident, context));
        lines.Add(context.WebUrl is { } url
            ? $"Draft: {url}/incidents/{incident.Id} or `/{context.Root} draft`."
            : $"Draft: `/{context.Root} draft`.");
        return string.Join('\n', lines);
    }

    private static string Count(int count, string what) =>
        count == 1 ? $"1 {what}" : $"{count} {(what.EndsWith('y') ? what[..^1] + "ies" : what + "s")}";

    private static string FirstLine(string text)
    {
        var line = text.Split('\n', 2)[0].TrimEnd();
        if (line.Length <= LongestDerivedTitle)
        {
            return line;
        }

        return TypedText.Head(line, LongestDerivedTitle - 1).TrimEnd() + "…";
    }
}
