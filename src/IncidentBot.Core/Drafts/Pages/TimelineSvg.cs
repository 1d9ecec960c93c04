using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;
using IncidentBot.Core.Times;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>The timeline as a picture: a lane for each kind, time from left to right, dead ends as the spans they took.</summary>
public static class TimelineSvg
{
    private const double Left = 112;
    private const double Width = 824;
    private const double Right = Left + Width;
    private const double Top = 14;
    private const double LaneHeight = 30;
    private const double SpanHeight = 20;
    private const int MostSpanRows = 6;

    private static readonly EntryKind[] Lanes =
    [
        EntryKind.Detected, EntryKind.Note, EntryKind.DeadEnd, EntryKind.Escalate,
        EntryKind.Identified, EntryKind.Fix, EntryKind.Resolved,
    ];

    /// <summary>Empty if no moment stands. The style sheet is <see cref="DraftStyles.Pictures"/>.</summary>
    public static Html Render(Incident incident) => Render(incident, Timeline.Of(incident));

    /// <summary>The same for whoever has them in order already.</summary>
    /// <param name="moments">The moments that stand.</param>
    public static Html Render(Incident incident, IReadOnlyList<Entry> moments)
    {
        if (moments.Count == 0)
        {
            return Html.Empty;
        }

        var scale = new TimelineScale(incident, moments, Left, Width);
        var hover = new Hover(incident);
        var lanes = new List<Html>();
        var y = Top;
        foreach (var kind in Lanes)
        {
            var ofKind = moments.Where(m => m.Kind == kind).ToList();
            if (ofKind.Count > 0)
            {
                lanes.Add(Lane(kind, ofKind, scale, hover, y, out var height));
                y += height;
            }
        }

        return Html.Format($"""
            <svg class="ib-picture ib-timeline" viewBox="0 0 960 {y + 40}" role="img" aria-label="Timeline of {incident.Id.ToString()}">
            {Band(incident, scale, y)}{lanes}{Axis(scale, y)}</svg>
            """);
    }

    /// <summary>The time in which service was affected.</summary>
    private static Html Band(Incident incident, TimelineScale scale, double bottom)
    {
        if (Timeline.Start(incident) is not { } start || Timeline.End(incident) is not { } end || end <= start)
        {
            return Html.Empty;
        }

        var x = scale.X(start);
        return Html.Format(
            $"<rect class=\"ib-affected\" x=\"{x}\" y=\"{Top - 8}\" width=\"{scale.X(end) - x}\" height=\"{bottom - Top + 8}\" rx=\"3\"/>\n");
    }

    private static Html Lane(
        EntryKind kind, List<Entry> moments, TimelineScale scale, Hover hover, double y, out double height)
    {
        var spans = moments.Where(m => m.When!.EndsAt is not null).ToList();
        var rows = SpanRows.Of(spans, scale, MostSpanRows);
        height = Math.Max(1, rows.Count) * (rows.Count > 1 ? SpanHeight + 4 : LaneHeight);
        var middle = y + (height / 2);
        return Html.Format($"""
            <g class="ib-lane ib-lane-{kind.Verb()}"><line class="ib-rule" x1="{Left}" y1="{y + height}" x2="{Right}" y2="{y + height}"/>
            <g transform="translate(14 {middle})">{Marks.Shape(kind)}</g><text class="ib-lane-name" x="28" y="{middle + 4}">{RouteStep.TitleOf(kind)}</text>
            {Spans(kind, rows, scale, hover, y, height)}{Points(kind, moments.Where(m => m.When!.EndsAt is null), scale, hover, middle)}</g>

            """);
    }

    private static IEnumerable<Html> Spans(
        EntryKind kind, IReadOnlyList<List<Entry>> rows, TimelineScale scale, Hover hover, double y, double height)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            var top = rows.Count == 1 ? y + ((height - SpanHeight) / 2) : y + 2 + (row * (SpanHeight + 4));
            foreach (var span in rows[row])
            {
                var x = scale.X(span.When!.OccurredAt);
                var width = Math.Max(4, scale.X(span.When.EndsAt!.Value) - x);
                var length = TimeWords.Length(span.When.Took!.Value);
                var fits = width > (7 * length.Length) + 8;
                yield return Html.Format($"""
                    <g class="ib-span"><title>{hover.Of(span)}</title><rect class="ib-span-{kind.Verb()}" x="{x}" y="{top}" width="{width}" height="{SpanHeight}" rx="4"/>{(fits ? Html.Format($"<text x=\"{x + (width / 2)}\" y=\"{top + 14}\">{length}</text>") : Html.Empty)}</g>

                    """);
            }
        }
    }

    /// <summary>Marks that would cover each other become one, which says how many it is.</summary>
    private static IEnumerable<Html> Points(
        EntryKind kind, IEnumerable<Entry> points, TimelineScale scale, Hover hover, double y)
    {
        foreach (var spot in points.GroupBy(p => Math.Round(scale.X(p.When!.OccurredAt) / 4)))
        {
            var x = scale.X(spot.First().When!.OccurredAt);
            yield return Html.Format(
                $"<g class=\"ib-mark\" transform=\"translate({x} {y})\"><title>{hover.Of([.. spot])}</title>{Marks.Shape(kind)}</g>\n");
        }
    }

    private static Html Axis(TimelineScale scale, double y)
    {
        var ticks = scale.Ticks().Select(t => Html.Format($"""
            <g class="ib-tick"><line class="{(t.Date is null ? "ib-grid" : "ib-grid ib-day")}" x1="{t.X}" y1="{Top - 8}" x2="{t.X}" y2="{y + 4}"/><text x="{t.X}" y="{y + 18}">{t.Time}</text>{(t.Date is null ? Html.Empty : Html.Format($"<text class=\"ib-date\" x=\"{t.X}\" y=\"{y + 33}\">{t.Date}</text>"))}</g>

            """));
        var first = scale.FirstDate is { } date
            ? Html.Format($"<text class=\"ib-date\" x=\"2\" y=\"{y + 18}\">{date}</text>")
            : Html.Empty;
        return Html.Format($"<g class=\"ib-axis\">{first}{ticks}</g>");
    }
}
