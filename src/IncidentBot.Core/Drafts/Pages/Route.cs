using System.Globalization;
using IncidentBot.Core.Drafts.Content;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>A step of the investigation and the dead ends that were walked from it.</summary>
/// <param name="Kind">What it was; null where it is no moment: the start, or steps left out.</param>
/// <param name="Took">In brackets how long it took; empty for a point in time.</param>
internal sealed record RouteStep(EntryKind? Kind, string When, string Took, string Text, IReadOnlyList<RouteStep> DeadEnds)
{
    private static readonly string[] Titles = ["Detected", "Note", "Dead end", "Escalated", "Identified", "Fix", "Resolved"];

    /// <summary>The kind in a word, and how long it took.</summary>
    public string Title => Kind is { } kind ? TitleOf(kind) + Took : "";

    public static string TitleOf(EntryKind kind) => Titles[(int)kind];
}

/// <summary>The way from detection to resolution: each dead end branches off from the step before it and returns there.</summary>
internal static class Route
{
    /// <summary>What a picture, or a Mermaid reader, can still show.</summary>
    private const int MostSteps = 120;
    private const int ManySteps = 30;

    public static IReadOnlyList<RouteStep> Of(Incident incident)
    {
        var clock = new LocalClock(incident.Zone);
        var steps = new List<(RouteStep Step, List<RouteStep> DeadEnds)>();
        var day = Timeline.Start(incident) is { } start ? clock.At(start).Day : (NodaTime.LocalDate?)null;
        foreach (var entry in Timeline.Of(incident))
        {
            var at = clock.At(entry.When!.OccurredAt);
            var clockTime = entry.When.Precision == Precision.Day ? "" : at.Time24;
            var when = at.Day == day && clockTime.Length > 0 ? clockTime : $"{at.Date}, {clockTime}".TrimEnd(',', ' ');
            day = at.Day;
            var took = MomentSuffix.Of(entry.When, at, clock).Length;
            var text = TextForm.Plain.Line(entry.Text);
            if (entry.Kind != EntryKind.DeadEnd)
            {
                var branches = new List<RouteStep>();
                steps.Add((new RouteStep(entry.Kind, when, took, text, branches), branches));
                continue;
            }

            if (steps.Count == 0)
            {
                var branches = new List<RouteStep>();
                steps.Add((new RouteStep(null, "", "", "Start", branches), branches));
            }

            steps[^1].DeadEnds.Add(new RouteStep(entry.Kind, when, took, text, []));
        }

        return Shorten([.. steps.Select(s => s.Step)]);
    }

    /// <summary>A long route gathers its notes, and if that is not enough leaves out its middle and says so.</summary>
    private static List<RouteStep> Shorten(List<RouteStep> steps)
    {
        var route = steps.Count > ManySteps ? GatherNotes(steps) : steps;
        if (route.Sum(s => 1 + s.DeadEnds.Count) <= MostSteps)
        {
            return route;
        }

        var half = Math.Min(route.Count, MostSteps) / 2;
        var left = new RouteStep(null, "", "", $"{Count(route.Count - (2 * half))} steps left out", []);
        return [.. route.Take(half).Select(Thin), left, .. route.TakeLast(half).Select(Thin)];
    }

    private static RouteStep Thin(RouteStep step)
    {
        const int Shown = 3;
        return step.DeadEnds.Count <= Shown ? step : step with
        {
            DeadEnds =
            [
                .. step.DeadEnds.Take(Shown),
                new RouteStep(EntryKind.DeadEnd, "", "", $"and {Count(step.DeadEnds.Count - Shown)} more", []),
            ],
        };
    }

    private static List<RouteStep> GatherNotes(List<RouteStep> steps)
    {
        var gathered = new List<RouteStep>();
        for (int i = 0, next; i < steps.Count; i = next)
        {
            for (next = i + 1; IsPlainNote(steps[i]) && next < steps.Count && IsPlainNote(steps[next]);)
            {
                next++;
            }

            gathered.Add(next - i == 1
                ? steps[i]
                : new RouteStep(EntryKind.Note, steps[i].When, "", $"{Count(next - i)} notes, first: {steps[i].Text}", []));
        }

        return gathered;
    }

    private static bool IsPlainNote(RouteStep step) => step.Kind == EntryKind.Note && step.DeadEnds.Count == 0;

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);
}
