using NodaTime;

namespace IncidentBot.Core.Incidents;

/// <summary>What a finished postmortem needs and this incident lacks, or where it contradicts itself.</summary>
/// <param name="What">The part, as readers know it: <c>Root Cause</c>.</param>
/// <param name="Verb">The verb that fills it; null for a contradiction.</param>
public sealed record Gap(string What, EntryKind? Verb)
{
    /// <summary>The gaps in the order of the document. A cause that was identified counts as a root cause, a fix as a resolution.</summary>
    public static IReadOnlyList<Gap> Of(Incident incident)
    {
        var (start, end) = (Timeline.Start(incident), Timeline.End(incident));
        var gaps = new List<Gap>();
        Need(start is not null, "Start", EntryKind.Detected);
        Need(end is not null, "End", EntryKind.Resolved);
        Need(Has(EntryKind.Impact), "Impact", EntryKind.Impact);
        Need(incident.Entries.Any(e => e is { When: not null, Withdrawn: false, Text.Length: > 0 }), "Timeline", EntryKind.Note);
        Need(Has(EntryKind.RootCause, brief: false) || Has(EntryKind.Identified), "Root Cause", EntryKind.RootCause);
        Need(Has(EntryKind.Resolution) || Has(EntryKind.Fix), "Resolution", EntryKind.Resolution);
        Need(Has(EntryKind.Improvement), "Improvements", EntryKind.Improvement);
        Need(Has(EntryKind.Task), "Tasks", EntryKind.Task);
        Need(Has(EntryKind.Conclusion), "Conclusion", EntryKind.Conclusion);
        gaps.AddRange(Contradictions(incident, start, end));
        return gaps;

        bool Has(EntryKind kind, bool? brief = null) =>
            incident.Standing(kind).Any(e => e.Text.Length > 0 && (brief is null || e.Brief == brief));

        void Need(bool present, string what, EntryKind verb)
        {
            if (!present)
            {
                gaps.Add(new Gap(what, verb));
            }
        }
    }

    private static IEnumerable<Gap> Contradictions(Incident incident, Instant? start, Instant? end)
    {
        if (end < start)
        {
            yield return new Gap("The end is before the start", null);
        }

        if (end is not null && incident.SaidDuration is null && incident.State != IncidentState.Resolved && !incident.Closed)
        {
            yield return new Gap("It was detected again after it was resolved", null);
        }
    }
}
