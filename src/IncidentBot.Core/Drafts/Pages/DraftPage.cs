using IncidentBot.Core.Drafts.Content;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>A draft as one page that needs nothing else: no script, no remote picture, no font.</summary>
internal sealed class DraftPage(Incident incident, bool withRoute)
{
    private readonly LocalClock _clock = new(incident.Zone);
    private readonly ILookup<string, Entry> _attachments = Places.Of(incident);

    public static string Render(Incident incident, bool withRoute) => new DraftPage(incident, withRoute).Page().ToString();

    private Html Page() => Html.Format($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{DraftStyles.Hash}'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <title>{TextForm.Plain.Line(DraftTitle.Of(incident))}</title>
        {DraftStyles.Element}
        </head>
        <body>
        <header>
        <h1>{Html.User(TextForm.Plain.Line(DraftTitle.Of(incident)))}</h1>
        <p class="lead">{Lead()}</p>
        {Attached(Places.Title)}{PageFigures.Of(incident)}</header>
        <main>
        {OwnSections(opening: true)}<section>
        <h2>Issue Summary</h2>
        <dl class="summary">
        <dt>Duration</dt><dd>{Span()}</dd>
        <dt>Impact</dt><dd>{List(Written(EntryKind.Impact), numbered: false)}</dd>
        {Brief()}</dl>
        {Attached(Places.IssueSummary)}</section>
        <section>
        <h2>Timeline</h2>
        {Picture(TimelineSvg.Render(incident))}{PageTimeline.Of(incident, _clock)}{Attached(Places.Timeline)}</section>
        {Route()}<section>
        <h2>Root Cause and Resolution</h2>
        <h3>Root Cause</h3>
        {Paragraphs(Written(EntryKind.RootCause).Where(e => !e.Brief), EntryKind.Identified)}
        <h3>Resolution</h3>
        {Paragraphs(Written(EntryKind.Resolution), EntryKind.Fix)}
        {Attached(Places.RootCause)}</section>
        <section>
        <h2>Corrective and Preventative Measures</h2>
        <h3>Improvements/Fixes</h3>
        {List(Written(EntryKind.Improvement), numbered: false)}
        <h3>Tasks</h3>
        {Tasks()}{Attached(Places.Measures)}</section>
        <section>
        <h2>Conclusion</h2>
        {Paragraphs(Written(EntryKind.Conclusion), null)}
        {Attached(Places.Conclusion)}</section>
        {OwnSections(opening: false)}</main>
        <footer>{incident.Id.ToString()} · times in {incident.Zone} · version {incident.Version}</footer>
        </body>
        </html>

        """);

    private Html Lead()
    {
        var severity = incident.Severity is { } set ? Html.Format($" · {Html.User(set)}") : Html.Empty;
        return Html.Format($"{incident.Id.ToString()}{severity} · {incident.State.ToString().ToLowerInvariant()} · opened by {Html.User(incident.OpenedBy.Name)}");
    }

    private Html Span()
    {
        var start = Timeline.Start(incident) is { } from ? _clock.At(from) : (Stamp?)null;
        var end = Timeline.End(incident) is { } to ? _clock.At(to) : (Stamp?)null;
        return start is null && end is null ? NotRecorded : Html.Format($"{Say(start)} – {Say(end)}");
    }

    private static Html Say(Stamp? stamp) =>
        stamp is { } known ? Html.Format($"{known.Date}, {known.Time24} {known.Zone}") : NotRecorded;

    private static Html NotRecorded => Html.Format($"<span class=\"missing\">{Missing.Text}</span>");

    private Html Brief() => Written(EntryKind.RootCause).LastOrDefault(e => e.Brief) is { } brief
        ? Html.Format($"<dt>Root Cause</dt><dd>{RichText.Inline(brief.Text)}</dd>\n")
        : Html.Empty;

    private Html Route() => withRoute && RouteSvg.Render(incident) is { IsEmpty: false } picture
        ? Html.Format($"<section>\n<h2>Route of the Investigation</h2>\n{Picture(picture)}</section>\n")
        : Html.Empty;

    private static Html Picture(Html svg) => svg.IsEmpty ? svg : Html.Format($"<figure>\n{svg}\n</figure>\n");

    private Html Paragraphs(IEnumerable<Entry> entries, EntryKind? fallback)
    {
        var written = entries.ToList();
        var shown = written.Count > 0 || fallback is not { } moments
            ? written
            : [.. Timeline.Of(incident).Where(e => e.Kind == moments && !string.IsNullOrWhiteSpace(e.Text))];
        return shown.Count == 0
            ? Html.Format($"<p>{NotRecorded}</p>")
            : Html.Join(shown.Select(e => Html.Format($"{Heading(e)}{RichText.Paragraphs(e.Text)}")));
    }

    private static Html Heading(Entry entry) => Html.When(entry.Words.Label is not null, $"<p>{Label(entry)}</p>\n");

    private static Html List(IEnumerable<Entry> entries, bool numbered)
    {
        var items = entries.Select(e => Html.Format($"<li>{Label(e)}{RichText.Inline(e.Text)}</li>\n")).ToList();
        var list = items.Count == 0 ? Html.Format($"<p>{NotRecorded}</p>")
            : numbered ? Html.Format($"<ol>\n{items}</ol>\n") : Html.Format($"<ul>\n{items}</ul>\n");
        return list;
    }

    private static Html Label(Entry entry) => entry.Words.Label is { } label && entry.Kind != EntryKind.Task
        ? Html.Format($"<strong>{Html.User(TextForm.Plain.Line(label))}:</strong> ")
        : Html.Empty;

    private Html Tasks()
    {
        var groups = Written(EntryKind.Task).GroupBy(e => e.Words.Label).OrderBy(g => g.Key is null ? 0 : 1).ToList();
        return groups.Count == 0
            ? Html.Format($"<p>{NotRecorded}</p>\n")
            : Html.Join(groups.Select(g => Html.Format($"{Group(g.Key)}{List(g, numbered: true)}")));
    }

    private static Html Group(string? name) =>
        name is null ? Html.Empty : Html.Format($"<h4>{Html.User(TextForm.Plain.Line(name))}</h4>\n");

    private Html OwnSections(bool opening) => Html.Join(Written(EntryKind.Section)
        .GroupBy(Content.OwnSections.Heading, StringComparer.OrdinalIgnoreCase)
        .Where(g => Content.OwnSections.IsOpening(g.Key) == opening)
        .Select(g => Html.Format($"""
            <section>
            <h2>{Html.User(TextForm.Plain.Line(g.Key))}</h2>
            {g.Select(e => RichText.Paragraphs(e.Text))}
            {Attached(Places.Own(g.Key))}</section>

            """)));

    private Html Attached(string place)
    {
        var links = _attachments[place]
            .Select(e => Html.Format($"<li>{Links.To(e.Words.Url, Caption(e))}</li>\n")).ToList();
        return links.Count == 0 ? Html.Empty : Html.Format($"<ul class=\"attachments\">\n{links}</ul>\n");
    }

    private static Html Caption(Entry entry) => Links.IsSafe(entry.Words.Url) || entry.Words.Url is not { } url
        ? Html.User(entry.Text.Length > 0 ? TextForm.Plain.Line(entry.Text) : entry.Words.Url)
        : Html.Format($"{Html.User(TextForm.Plain.Line(entry.Text))} ({Html.User(url)})");

    private IEnumerable<Entry> Written(EntryKind kind) =>
        incident.Standing(kind).Where(e => !string.IsNullOrWhiteSpace(e.Text));
}
