using IncidentBot.Core.Drafts.Pages;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;
using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Web.Pages;

/// <summary>Entries as a list to read: numbered, timed in the incident's zone, the withdrawn ones struck through.</summary>
internal sealed class EntryList(Incident incident)
{
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("dddd d MMMM yyyy");
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalTimePattern Seconds = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss");
    private static readonly ZonedDateTimePattern Full =
        ZonedDateTimePattern.CreateWithInvariantCulture("ddd d MMM yyyy HH:mm:ss", DateTimeZoneProviders.Tzdb);

    private readonly DateTimeZone _zone = Zones.Get(incident.Zone);

    /// <summary>Moments in the order they happened, with a line wherever a day begins.</summary>
    public Html Moments(IReadOnlyList<Entry> moments)
    {
        var rows = new List<Html>();
        LocalDate? day = null;
        foreach (var entry in moments)
        {
            var date = entry.When!.OccurredAt.InZone(_zone).Date;
            if (date != day)
            {
                rows.Add(Html.Format($"<li class=\"day\">{Day.Format(date)}</li>"));
                day = date;
            }

            rows.Add(Row(entry));
        }

        return Html.Format($"<ol class=\"entries\">{rows}</ol>");
    }

    public Html Items(IEnumerable<Entry> items) => Html.Format($"<ol class=\"entries\">{items.Select(Row)}</ol>");

    /// <summary>What an instant is called on this page.</summary>
    public string Stamp(Instant instant) =>
        $"{Full.Format(instant.InZone(_zone))} {Zones.Label(instant, _zone)}"
        + (Zones.IsUtc(_zone) ? "" : $" · {Full.Format(instant.InUtc())} UTC");

    private Html Row(Entry entry) => Html.Format(
        $"""
        <li id="entry-{entry.Number}" class="entry{(entry.Withdrawn ? " withdrawn" : "")}">
        {When(entry.When)}
        <div class="what"><span class="kind {entry.Kind.Verb()}">{Mark(entry.Kind)}{entry.Kind.Verb()}</span> {Text(entry)}
        <p class="by">#{entry.Number} · {Html.User(entry.Author.Name)}{Html.When(entry.Withdrawn, $" · taken back")}{Late(entry)}{Message(entry)}</p>
        {Files(entry)}{History(entry)}</div>
        </li>
        """);

    private static Html Mark(EntryKind kind) => kind.IsMoment() ? Marks.Icon(kind) : Html.Empty;

    private Html When(Moment? moment)
    {
        if (moment is null)
        {
            return Html.Empty;
        }

        var stamp = Stamp(moment.OccurredAt) + (moment.EndsAt is { } end ? $" to {Stamp(end)}" : "");
        return Html.Format($"<time datetime=\"{InstantPattern.ExtendedIso.Format(moment.OccurredAt)}\" title=\"{stamp}\">{Clock(moment)}</time>");
    }

    private string Clock(Moment moment)
    {
        if (moment.Precision == Precision.Day)
        {
            return "that day";
        }

        var pattern = moment.Precision == Precision.Second ? Seconds : Minutes;
        var start = pattern.Format(moment.OccurredAt.InZone(_zone).TimeOfDay);
        return moment.EndsAt is { } end ? $"{start}–{pattern.Format(end.InZone(_zone).TimeOfDay)}" : start;
    }

    private static Html Text(Entry entry)
    {
        var label = Html.When(entry.Words.Label is not null, $"<b class=\"label\">{Html.User(entry.Words.Label)}</b> ");
        var link = Html.When(entry.Words.Url is not null, $"{Links.To(entry.Words.Url, Html.User(entry.Words.Url))} ");
        return Html.Format($"{label}{link}<span class=\"text\">{Html.User(entry.Text)}</span>");
    }

    /// <summary>Said plainly, because a timeline that was typed afterwards is another kind of evidence.</summary>
    private static Html Late(Entry entry)
    {
        var late = entry.When is { } when ? entry.RecordedAt - (when.EndsAt ?? when.OccurredAt) : Duration.Zero;
        return Html.When(late > Duration.FromMinutes(5), $" · recorded {TimeWords.Length(late)} later");
    }

    private static Html Message(Entry entry) => Html.Join(
    [
        Html.When(entry.RecordedBy.Id != entry.Author.Id, $" · captured by {Html.User(entry.RecordedBy.Name)}"),
        Html.When(entry.Recovered, $" · recovered"),
        Html.When(entry.DeletedThere, $" · deleted there"),
        Html.When(entry.Message?.Link is not null, $" · {Links.To(entry.Message?.Link, Html.Literal("message"))}"),
    ]);

    private Html Files(Entry entry) => Html.When(entry.Files.Count > 0, $"<ul class=\"files\">{entry.Files.Select(File)}</ul>\n");

    private Html File(KeptFile file) => file.Address(incident.Id) is { } address
        ? Html.Format($"<li><a href=\"{address}\">{Html.User(file.Name)}</a></li>")
        : Html.Format($"<li>{Html.User(file.Name)}</li>");

    private Html History(Entry entry) => entry.History.Count == 0 ? Html.Empty : Html.Format(
        $"""
        <details id="history-{entry.Number}"><summary>{entry.History.Count} {(entry.History.Count == 1 ? "change" : "changes")}</summary>
        <ul>{entry.History.Select(Change)}</ul></details>
        """);

    private Html Change(EntryChange change) => Html.Format(
        $"""
        <li>{change.Change} by {Html.User(change.By.Name)}, <time title="{Stamp(change.At)}">{Minutes.Format(change.At.InZone(_zone).TimeOfDay)}</time>{Html.When(change.Reason is not null, $" ({Html.User(change.Reason)})")}{Html.When(change.Recovered, $" · recovered")}; before:
        {When(change.When)} {Html.User(change.Before.Text)}</li>
        """);
}
