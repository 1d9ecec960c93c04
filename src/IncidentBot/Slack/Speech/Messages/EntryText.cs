using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Slack.Speech.Messages;

/// <summary>Entries as lines to be read at a glance, timed in the incident's zone: everybody then speaks of the same clock.</summary>
internal sealed class EntryText(Incident incident, Instant now)
{
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("d MMM");

    private readonly DateTimeZone _zone = Zones.Get(incident.Zone);

    /// <summary><c>*10:00–10:45* dead-end · the cache was fine</c>. The words of people come last: whatever marks are in them, nothing follows.</summary>
    public Mrkdwn Line(Entry entry, int longest) =>
        Mrkdwn.Format($"*{Clock(entry.When!)}* {entry.Kind.Verb()}{Words(entry, longest)}");

    /// <summary><c>10:00 · the cache was fine</c>.</summary>
    public Mrkdwn Brief(Entry entry, int longest) => Mrkdwn.Format($"{Clock(entry.When!)}{Words(entry, longest)}");

    private static Mrkdwn Words(Entry entry, int longest) =>
        entry.Text.Length == 0 ? Mrkdwn.Empty : Mrkdwn.Format($" · {Mrkdwn.Excerpt(entry.Text, longest)}");

    private string Clock(Moment when)
    {
        var start = when.OccurredAt.InZone(_zone);
        var date = start.Date == now.InZone(_zone).Date ? "" : Day.Format(start.Date);
        if (when.Precision == Precision.Day)
        {
            return Day.Format(start.Date);
        }

        var until = when.EndsAt is { } end ? "–" + Minutes.Format(end.InZone(_zone).TimeOfDay) : "";
        return $"{date} {Minutes.Format(start.TimeOfDay)}{until}".TrimStart();
    }
}
