using IncidentBot.Core.Drafts.Content;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;
using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>The timeline as a table.</summary>
internal static class PageTimeline
{
    /// <summary>What was recorded this long after it happened says so: it was not written down as it went on.</summary>
    private static readonly Duration Promptly = Duration.FromMinutes(5);

    public static Html Of(Incident incident, LocalClock clock)
    {
        var entries = Timeline.Of(incident).Where(e => !string.IsNullOrWhiteSpace(e.Text)).ToList();
        return entries.Count == 0 ? Html.Format($"<p class=\"missing\">{Missing.Text}</p>\n") : Html.Format($"""
            <table>
            <thead><tr><th scope="col">Time</th><th scope="col">Kind</th><th scope="col">What happened</th><th scope="col">Recorded by</th></tr></thead>
            <tbody>
            {Rows(entries, clock)}</tbody>
            </table>

            """);
    }

    private static IEnumerable<Html> Rows(IEnumerable<Entry> entries, LocalClock clock)
    {
        LocalDate? day = null;
        foreach (var entry in entries)
        {
            var at = clock.At(entry.When!.OccurredAt);
            if (at.Day != day)
            {
                day = at.Day;
                yield return Html.Format($"<tr class=\"day\"><th colspan=\"4\" scope=\"rowgroup\">{at.Date}</th></tr>\n");
            }

            yield return Row(entry, at, clock);
        }
    }

    private static Html Row(Entry entry, Stamp at, LocalClock clock)
    {
        var suffix = MomentSuffix.Of(entry.When!, at, clock).Clock24.Trim(' ', '(', ')');
        var span = suffix.Length == 0 ? Html.Empty : Html.Format($"<span class=\"span\">{suffix}</span>");
        return Html.Format($"""
            <tr class="{entry.Kind.Verb()}"><td class="when">{When(entry, at)}</td><td class="kind">{Marks.Icon(entry.Kind)} {RouteStep.TitleOf(entry.Kind)}</td><td class="what">{RichText.Inline(entry.Text)}{span}{Late(entry)}</td><td class="who">{Html.User(entry.Author.Name)}</td></tr>

            """);
    }

    private static Html When(Entry entry, Stamp at)
    {
        var instant = InstantPattern.ExtendedIso.Format(entry.When!.OccurredAt);
        return entry.When.Precision == Precision.Day
            ? Html.Format($"<time datetime=\"{instant}\">that day</time>")
            : Html.Format($"<time datetime=\"{instant}\">{at.Time24}</time> <small>{at.Zone}</small>");
    }

    /// <summary>Counted from the end of what is told: of a span its end, of a day that day.</summary>
    private static Html Late(Entry entry)
    {
        var when = entry.When!;
        var over = when.EndsAt ?? (when.Precision == Precision.Day ? when.OccurredAt + Duration.FromDays(1) : when.OccurredAt);
        var late = entry.RecordedAt - over;
        return late > Promptly ? Html.Format($"<span class=\"late\">recorded {TimeWords.Length(late)} later</span>") : Html.Empty;
    }
}
