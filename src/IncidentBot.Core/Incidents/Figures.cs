using NodaTime;

namespace IncidentBot.Core.Incidents;

/// <summary>
/// What can be counted in an incident. A figure whose inputs are not recorded, or contradict each other (an end
/// before its start), is null: nothing is guessed.
/// </summary>
/// <param name="Lasted">From start to end.</param>
/// <param name="ToEscalate">From the start to the first escalation.</param>
/// <param name="ToIdentify">From the start to the first identification.</param>
/// <param name="ToFix">From the start to the first fix.</param>
/// <param name="DeadEnds">How many dead ends were walked.</param>
/// <param name="InDeadEnds">Time spent in the dead ends for which a span was said; zero if none was.</param>
public sealed record Figures(
    Duration? Lasted, Duration? ToEscalate, Duration? ToIdentify, Duration? ToFix, int DeadEnds, Duration InDeadEnds)
{
    public static Figures Of(Incident incident)
    {
        var start = Timeline.Start(incident);
        var deadEnds = incident.Standing(EntryKind.DeadEnd).ToList();
        return new Figures(
            Between(start, Timeline.End(incident)),
            Between(start, First(incident, EntryKind.Escalate)),
            Between(start, First(incident, EntryKind.Identified)),
            Between(start, First(incident, EntryKind.Fix)),
            deadEnds.Count,
            deadEnds.Aggregate(Duration.Zero, (sum, e) => sum + (e.When!.Took ?? Duration.Zero)));
    }

    private static Instant? First(Incident incident, EntryKind kind) =>
        incident.Standing(kind).Min(e => (Instant?)e.When!.OccurredAt);

    private static Duration? Between(Instant? from, Instant? to) => from <= to ? to - from : null;
}
