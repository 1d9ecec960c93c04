using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>Puts spans that overlap into rows below each other.</summary>
internal static class SpanRows
{
    /// <summary>Each span in the first row with room; past the most rows they share the last one.</summary>
    public static IReadOnlyList<List<Entry>> Of(IEnumerable<Entry> spans, TimelineScale scale, int most)
    {
        var rows = new List<List<Entry>>();
        var ends = new List<double>();
        foreach (var span in spans)
        {
            var x = scale.X(span.When!.OccurredAt);
            var row = ends.FindIndex(end => end <= x);
            if (row < 0 && rows.Count < most)
            {
                rows.Add([]);
                ends.Add(0);
                row = rows.Count - 1;
            }

            row = row < 0 ? most - 1 : row;
            rows[row].Add(span);
            ends[row] = Math.Max(ends[row], scale.X(span.When.EndsAt!.Value) + 2);
        }

        return rows;
    }
}
