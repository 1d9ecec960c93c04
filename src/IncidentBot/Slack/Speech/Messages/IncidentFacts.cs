using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using NodaTime;

namespace IncidentBot.Slack.Speech.Messages;

/// <summary>What is said of an incident in more than one place.</summary>
internal static class IncidentFacts
{
    /// <summary><c>Open, running for 42 min</c>, <c>Closed after 2 h 30 min</c>.</summary>
    public static string State(Incident incident, Instant now)
    {
        var (start, lasted) = (Timeline.Start(incident), Figures.Of(incident).Lasted);
        return incident.State == IncidentState.Open
            ? start <= now ? $"Open, running for {TimeWords.Length(now - start.Value)}" : "Open"
            : lasted is { } length ? $"{incident.State} after {TimeWords.Length(length)}" : $"{incident.State}";
    }

    /// <summary><c>9 entries, 2 dead ends (45 min)</c>.</summary>
    public static string Count(Incident incident)
    {
        var entries = incident.StandingEntries == 1 ? "1 entry" : $"{incident.StandingEntries} entries";
        return DeadEnds(Figures.Of(incident)) is { } deadEnds ? $"{entries}, {deadEnds}" : entries;
    }

    /// <summary><c>2 dead ends (45 min)</c>; null if there is none.</summary>
    public static string? DeadEnds(Figures figures) => figures.DeadEnds == 0 ? null
        : (figures.DeadEnds == 1 ? "1 dead end" : $"{figures.DeadEnds} dead ends")
          + (figures.InDeadEnds > Duration.Zero ? $" ({TimeWords.Length(figures.InDeadEnds)})" : "");

    /// <summary><c>Still missing: Impact, Tasks</c>. While it goes on, nobody misses its end.</summary>
    public static Mrkdwn Missing(Incident incident)
    {
        var gaps = Gap.Of(incident).Where(gap => incident.State != IncidentState.Open || gap.Verb != EntryKind.Resolved).ToList();
        return gaps.Count > 0
            ? Mrkdwn.Format($"Still missing: {string.Join(", ", gaps.Select(gap => gap.What))}")
            : Mrkdwn.Literal("Nothing is missing.");
    }

    /// <summary>The id, linked to its page where there is one.</summary>
    public static Mrkdwn Id(IncidentId id, CommandSettings settings) =>
        Page(id, settings) is { } page ? Mrkdwn.Link(page, id.ToString()) : Mrkdwn.Format($"{id}");

    /// <summary>Where the incident is shown; null if there are no pages, or none that others can open.</summary>
    public static string? Page(IncidentId id, CommandSettings settings) =>
        Uri.TryCreate(settings.WebUrl, UriKind.Absolute, out var url) && !url.IsLoopback
            ? $"{settings.WebUrl.TrimEnd('/')}/incidents/{id}"
            : null;

    /// <summary>Where all of it is to be found.</summary>
    public static Mrkdwn Whole(IncidentId id, CommandSettings settings) => Page(id, settings) is { } page
        ? Mrkdwn.Format($"All of it: {Mrkdwn.Link(page, id.ToString())}")
        : Mrkdwn.Format($"All of it: `{Verbs.Draft.Typed(settings.Root)}`");
}
