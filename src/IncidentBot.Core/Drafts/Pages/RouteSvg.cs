using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>The route of the investigation as a picture: the way down on the left, its dead ends to the right.</summary>
public static class RouteSvg
{
    private const double BoxWidth = 400;
    private const double BoxHeight = 46;
    private const double Row = 62;
    private const double DeadEndX = 500;
    private const int LongestText = 46;

    /// <summary>Empty if no moment stands. The style sheet is <see cref="DraftStyles.Pictures"/>.</summary>
    public static Html Render(Incident incident)
    {
        var route = Route.Of(incident);
        if (route.Count == 0)
        {
            return Html.Empty;
        }

        var parts = new List<Html>();
        var y = 4.0;
        double? above = null;
        foreach (var step in route)
        {
            if (above is { } from)
            {
                parts.Add(Html.Format($"<path class=\"ib-way\" d=\"M24 {from}V{y - 5}m-4-5 4 6 4-6\"/>\n"));
            }

            parts.Add(Box(step, 2, y));
            for (var i = 0; i < step.DeadEnds.Count; i++)
            {
                parts.Add(Branch(y, y + (i * Row)));
                parts.Add(Box(step.DeadEnds[i], DeadEndX, y + (i * Row)));
            }

            above = y + BoxHeight;
            y += Row * Math.Max(1, step.DeadEnds.Count);
        }

        var height = y - Row + BoxHeight + 6 + (Row - BoxHeight);
        return Html.Format($"""
            <svg class="ib-picture ib-route" viewBox="0 0 904 {height}" role="img" aria-label="Route of the investigation of {incident.Id.ToString()}">
            {parts}</svg>
            """);
    }

    private static Html Box(RouteStep step, double x, double y)
    {
        var kind = step.Kind?.Verb() ?? "left-out";
        var head = string.Join(" · ", new[] { step.When, step.Title }.Where(p => p.Length > 0));
        return Html.Format($"""
            <g class="ib-step ib-step-{kind}" transform="translate({x} {y})"><title>{head}: {Labels.Cut(step.Text, 300)}</title><rect width="{BoxWidth}" height="{BoxHeight}" rx="8"/>{Icon(step)}<text class="ib-step-head" x="42" y="18">{head}</text><text class="ib-step-text" x="{(head.Length == 0 ? 22 : 42)}" y="{(head.Length == 0 ? 27 : 36)}">{Labels.Cut(step.Text, LongestText)}</text></g>

            """);
    }

    private static Html Icon(RouteStep step) => step.Kind is { } kind
        ? Html.Format($"<g transform=\"translate(22 23)\">{Marks.Shape(kind)}</g>")
        : Html.Empty;

    /// <summary>Out along the upper line, back along the dashed lower one.</summary>
    private static Html Branch(double y, double deadEndY)
    {
        var right = 2 + BoxWidth;
        var (outY, backY) = (deadEndY + 17, deadEndY + 31);
        var bend = right + 40;
        return deadEndY == y
            ? Html.Format($"""
                <path class="ib-way" d="M{right} {outY}H{DeadEndX - 3}m-5-4 6 4-6 4"/><path class="ib-back" d="M{DeadEndX} {backY}H{right + 3}"/><path class="ib-way" d="M{right + 8} {backY - 4}l-6 4 6 4"/>

                """)
            : Html.Format($"""
                <path class="ib-way" d="M{bend} {y + 17}V{outY - 6}q0 6 6 6H{DeadEndX - 3}m-5-4 6 4-6 4"/><path class="ib-back" d="M{DeadEndX} {backY}H{bend - 14}q-6 0-6-6V{y + 31}"/>

                """);
    }
}
