using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Web.Pages;

/// <summary>A command to try next: the line to type, and what it is for.</summary>
internal sealed record Hint(string Line, string Purpose);

/// <summary>Leads a newcomer from the first detection to the downloaded draft, one line at a time.</summary>
internal static class Hints
{
    private const int Shown = 3;

    private static readonly (EntryKind Kind, Hint Hint)[] Path =
    [
        (EntryKind.Note, new Hint("/note 20m ago errors began right after the deploy", "note a fact")),
        (EntryKind.DeadEnd, new Hint("/dead-end 15m ago suspected the cache; flushing it changed nothing", "a path that led nowhere")),
        (EntryKind.Escalate, new Hint("/escalate 12m ago paged the database team", "who was called in")),
        (EntryKind.Identified, new Hint("/identified 8m ago the deploy dropped an index", "the cause is found")),
        (EntryKind.Fix, new Hint("/fix 5m ago rebuilt the index", "a fix is applied")),
        (EntryKind.Resolved, new Hint("/resolved error rate is normal again", "service is back")),
    ];

    private static readonly Hint First = new("/detected 25m ago checkout returns 500s", "start: what was noticed");

    public static IReadOnlyList<Hint> For(Incident? incident, string root) => incident switch
    {
        null => [First, new Hint($"/{root} help", "all commands")],
        { Closed: true } => [First with { Purpose = "a new incident" }, new Hint($"/{root} reopen", "go on with this one")],
        { State: IncidentState.Resolved } => [.. WriteUp(incident), new Hint(Verbs.Close.Typed(root), "compile the draft")],
        _ => [.. Investigation(incident).Take(Shown)],
    };

    private static IEnumerable<Hint> Investigation(Incident incident) =>
        Path.Where(step => !incident.Standing(step.Kind).Any()).Select(step => step.Hint);

    private static IEnumerable<Hint> WriteUp(Incident incident) => Gap.Of(incident)
        .Where(gap => gap.Verb is { } verb && !verb.IsMoment())
        .Take(Shown - 1)
        .Select(gap => new Hint(Verbs.Of(gap.Verb!.Value).Sample(""), $"still missing: {gap.What}"));
}
