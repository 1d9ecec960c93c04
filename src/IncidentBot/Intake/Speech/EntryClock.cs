using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Intake.Speech;

/// <summary>The times of entries, to be read at a glance in the incident's zone: everybody then speaks of the same clock.</summary>
internal sealed class EntryClock(Incident incident, Instant now)
{
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("d MMM");

    private readonly DateTimeZone _zone = Zones.Get(incident.Zone);

    /// <summary><c>10:00–10:45</c>, with the date where it is another day than now.</summary>
    public string Write(Moment when)
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
