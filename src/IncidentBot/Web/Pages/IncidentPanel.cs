using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Drafts.Pages;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;
using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Web.Pages;

/// <summary>An incident to look at: where it stands, its picture, its entries, what is missing, and its draft.</summary>
/// <param name="Now">The time by which running times are counted.</param>
/// <param name="Layout">In which the draft is asked for; null if in none.</param>
/// <param name="From">How many of the timeline's latest moments are skipped, for the list is cut into pages; null for none, or where the entry is.</param>
/// <param name="Entry">An entry to be among those shown.</param>
internal sealed record IncidentPanel(
    Incident Incident, DraftCompiler Drafts, CommandSettings Settings, Instant Now, string? Layout, int? From = null, int? Entry = null)
{
    private const int PageSize = 100;
    private const int Previewed = 50_000;

    /// <summary>A draft of more entries is compiled only when somebody asks for it: it takes longer than all else on the page.</summary>
    private const int MostPreviewed = 2_000;

    public Html Head() => Html.Format(
        $"""
        <header class="incident-head">
        <p class="facts"><a class="id" href="/incidents/{Incident.Id.ToString()}">{Incident.Id.ToString()}</a>
        <span class="state {State}">{State}</span>{Html.When(Incident.Severity is not null, $"<span class=\"severity\">{Html.User(Incident.Severity)}</span>")}{Running()}</p>
        <h1>{Html.User(Incident.Title)}</h1>
        </header>
        """);

    public Html Timeline()
    {
        var moments = Core.Incidents.Timeline.WithWithdrawn(Incident);
        var from = From is { } skipped ? Math.Max(0, skipped) : PageOf(moments);
        var end = Math.Max(0, moments.Count - from);
        var start = Math.Max(0, end - PageSize);
        var items = Incident.Entries.Where(e => e.When is null).ToList();
        var cut = Html.When(items.Count > PageSize, $" <small>the latest {PageSize} of {items.Count}</small>");
        var list = new EntryList(Incident);
        return Html.Format(
            $"""
            {Html.When(moments.Count > 0, $"<figure class=\"picture\">{TimelineSvg.Render(Incident, [.. moments.Where(e => !e.Withdrawn)])}</figure>")}
            <section aria-labelledby="timeline"><h2 id="timeline">Timeline <small>{Zone()}</small></h2>
            {Html.When(start > 0, $"<p><a href=\"/incidents/{Incident.Id.ToString()}?from={from + PageSize}\">{start} earlier</a></p>")}
            {(moments.Count > 0 ? list.Moments([.. moments.Skip(start).Take(end - start)]) : Html.Literal("<p class=\"quiet\">No moment is recorded yet.</p>"))}
            {Html.When(from > 0, $"<p><a href=\"/incidents/{Incident.Id.ToString()}?from={Math.Max(0, from - PageSize)}\">later</a></p>")}
            </section>
            {Html.When(items.Count > 0, $"<section aria-labelledby=\"write-up\"><h2 id=\"write-up\">Write-up{cut}</h2>{list.Items(items.TakeLast(PageSize))}</section>")}
            """);
    }

    public Html Missing()
    {
        var gaps = Gap.Of(Incident);
        return Html.When(gaps.Count > 0, $"<section aria-labelledby=\"missing\"><h2 id=\"missing\">Still missing</h2><ul class=\"missing\">{gaps.Select(Missing)}</ul></section>");
    }

    /// <summary>The draft in the chosen layout, with all its downloads.</summary>
    /// <param name="action">The page that shows it in another layout.</param>
    public Html Draft(string action)
    {
        var layout = Layout ?? Incident.Layout ?? Drafts.Layouts.DefaultLayout;
        return Html.Format(
            $"""
            <section class="draft" aria-labelledby="draft"><h2 id="draft">Postmortem draft</h2>
            <form method="get" action="{action}" class="layouts"><label for="layout">Layout</label>
            <select id="layout" name="layout">{Drafts.Layouts.Names.Select(name => Option(name, layout))}</select>
            {Html.When(action == "/", $"<input type=\"hidden\" name=\"channel\" value=\"{Incident.Channels[0].Value}\">")}
            <button class="quiet-button">Show</button></form>
            {Compiled(layout)}
            </section>
            """);
    }

    private string State => Incident.State.ToString().ToLowerInvariant();

    /// <summary>How many of the latest moments to skip so that the entry is among those shown.</summary>
    private int PageOf(IReadOnlyList<Entry> moments)
    {
        var at = Entry is null ? -1 : moments.ToList().FindIndex(e => e.Number == Entry);
        return at < 0 ? 0 : (moments.Count - 1 - at) / PageSize * PageSize;
    }

    private Html Running()
    {
        var (start, end) = (Core.Incidents.Timeline.Start(Incident), Core.Incidents.Timeline.End(Incident));
        return start is not { } began ? Html.Empty
            : Incident.State == IncidentState.Open
                ? Html.Format($"<span class=\"clock\" data-since=\"{InstantPattern.ExtendedIso.Format(began)}\">running {TimeWords.Length(Duration.Max(Duration.Zero, Now - began))}</span>")
            : end >= began ? Html.Format($"<span class=\"clock\">lasted {TimeWords.Length(end.Value - began)}</span>")
            : Html.Empty;
    }

    private string Zone()
    {
        var label = Zones.Label(Now, Zones.Get(Incident.Zone));
        return label == Incident.Zone ? $"times in {label}" : $"times in {Incident.Zone} ({label})";
    }

    private Html Missing(Gap gap) => gap.Verb is { } verb
        ? Html.Format($"<li>{gap.What} {Prefill.Link(Verbs.Of(verb).Typed(Settings.Root) + " ", Incident.Channels[0], Html.Format($"<code>{Verbs.Of(verb).Usage(Settings.Root)}</code>"))}</li>")
        : Html.Format($"<li>{gap.What}</li>");

    private static Html Option(string name, string chosen) =>
        Html.Format($"<option value=\"{name}\"{Html.When(name.Equals(chosen, StringComparison.OrdinalIgnoreCase), $" selected")}>{name}</option>");

    private Html Compiled(string layout)
    {
        try
        {
            var own = Drafts.Layouts.IsMarkdown(layout) ? "Markdown" : "Text";
            return Html.Format(
                $"""
                <ul class="downloads" aria-label="Download the draft">
                {Download(layout, "md", own)}{Download(layout, "html", "HTML")}{Download(layout, "csv", "CSV")}{Download(layout, "json", "JSON")}
                </ul>
                {(Layout is null && Incident.Entries.Count > MostPreviewed ? Unasked() : Preview(layout))}
                """);
        }
        catch (LayoutException e)
        {
            return Html.Format($"<p class=\"wrong\">{e.Message}</p>");
        }
    }

    private Html Unasked() => Html.Format(
        $"<p class=\"quiet\">It has {Incident.Entries.Count} entries. Choose a layout to see how it begins.</p>");

    private Html Preview(string layout)
    {
        var draft = Drafts.Compile(Incident, layout, DraftFormat.Text, withRoute: false).Content;
        return Html.Format(
            $"""
            <pre class="preview" tabindex="0" role="region" aria-label="The draft as text">{"\n" + Core.Text.TypedText.Head(draft, Previewed)}</pre>
            {Html.When(draft.Length > Previewed, $"<p class=\"quiet\">The download goes on from here.</p>")}
            """);
    }

    private Html Download(string layout, string format, string name) => Html.Format(
        $"<li><a class=\"button\" href=\"/api/incidents/{Incident.Id.ToString()}/draft?layout={Uri.EscapeDataString(layout)}&amp;format={format}&amp;download=1\" download>{name}</a></li>");
}
