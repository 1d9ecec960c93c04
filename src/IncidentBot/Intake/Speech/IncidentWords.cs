using System.Diagnostics.CodeAnalysis;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using NodaTime;

namespace IncidentBot.Intake.Speech;

/// <summary>What is said of an incident in rooms, on every platform. Plain text: each escapes it for where it goes.</summary>
internal static class IncidentWords
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
    public static string Missing(Incident incident)
    {
        var gaps = Gap.Of(incident).Where(gap => incident.State != IncidentState.Open || gap.Verb != EntryKind.Resolved).ToList();
        return gaps.Count > 0
            ? $"Still missing: {string.Join(", ", gaps.Select(gap => gap.What))}"
            : "Nothing is missing.";
    }

    /// <summary>Where the incident is shown; null if there are no pages, or none that others can open.</summary>
    public static string? Page(IncidentId id, CommandSettings settings) =>
        settings.SharedUrl is { } url ? $"{url}/incidents/{id}" : null;

    /// <summary>In which zone clocks are shown: <c>America/New_York (EST)</c>.</summary>
    public static string Zone(Incident incident, Instant now)
    {
        var label = Zones.Label(now, Zones.Get(incident.Zone));
        return label == incident.Zone ? label : $"{incident.Zone} ({label})";
    }

    /// <summary>The name of a write-up item, for people.</summary>
    public static string Name(EntryKind kind) => kind switch
    {
        EntryKind.RootCause => "Root cause",
        EntryKind.DeadEnd => "Dead end",
        _ => kind.ToString(),
    };

    /// <summary>Whether a gap can be filled after the close: a moment belongs to an incident that goes on.</summary>
    public static bool IsFillable(Gap gap, [NotNullWhen(true)] out EntryKind? kind)
    {
        kind = gap.Verb;
        return kind is { } verb && !verb.IsMoment();
    }
}
