using System.Globalization;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;
using IncidentBot.Core.Times;
using NodaTime;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>The figures of an incident in a row.</summary>
internal static class PageFigures
{
    public static Html Of(Incident incident)
    {
        var figures = Figures.Of(incident);
        var deadEnds = figures.DeadEnds.ToString(CultureInfo.InvariantCulture);
        return Html.Format($"""
            <dl class="figures">
            {Figure("Lasted", figures.Lasted)}{Figure("To escalate", figures.ToEscalate)}{Figure("To identify", figures.ToIdentify)}{Figure("To fix", figures.ToFix)}{Figure("Dead ends", deadEnds)}{InDeadEnds(figures)}</dl>

            """);
    }

    private static Html InDeadEnds(Figures figures) => figures.DeadEnds == 0 ? Html.Empty
        : Figure("Time in dead ends", figures.InDeadEnds > Duration.Zero ? TimeWords.Length(figures.InDeadEnds) : null);

    private static Html Figure(string name, Duration? length) => Figure(name, length is { } known ? TimeWords.Length(known) : null);

    private static Html Figure(string name, string? value) => value is null
        ? Html.Format($"<div><dt>{name}</dt><dd class=\"none\">not recorded</dd></div>\n")
        : Html.Format($"<div><dt>{name}</dt><dd>{value}</dd></div>\n");
}
