using IncidentBot.Core.Drafts.Content;
using IncidentBot.Core.Incidents;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>Where an instant stands in the picture, and where its axis is marked.</summary>
internal sealed class TimelineScale
{
    private const int MostTicks = 9;
    private const int MinutesOfDay = 1440;
    private const int MinutesOfHour = 60;

    private static readonly LocalDatePattern ShortDate = LocalDatePattern.CreateWithInvariantCulture("MMM d");
    private static readonly int[] StepsInMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080];

    private readonly DateTimeZone _zone;
    private readonly Instant _first;
    private readonly Instant _from;
    private readonly Instant _to;
    private readonly double _left;
    private readonly double _width;

    public TimelineScale(Incident incident, IReadOnlyList<Entry> moments, double left, double width)
    {
        _zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(incident.Zone) ?? DateTimeZone.Utc;
        _left = left;
        _width = width;
        var (first, last) = (moments[0].When!.OccurredAt, moments[0].When!.OccurredAt);
        foreach (var moment in moments)
        {
            Cover(moment.When!.OccurredAt);
            Cover(moment.When.EndsAt);
        }

        Cover(Timeline.Start(incident));
        Cover(Timeline.End(incident));
        var pad = Duration.Max((last - first) * 0.02, last == first ? Duration.FromMinutes(30) : Duration.FromMinutes(1));
        (_first, _from, _to) = (first, first - pad, last + pad);

        void Cover(Instant? at)
        {
            first = at < first ? at.Value : first;
            last = at > last ? at.Value : last;
        }
    }

    /// <summary>The day of what is first in the picture, where no tick says it.</summary>
    public string? FirstDate => Ticks().FirstOrDefault().Date is { } date && date == Day(_first) ? null : Day(_first);

    public double X(Instant at) => _left + (_width * ((at - _from) / (_to - _from)));

    /// <summary>Round local times with their labels; a date where a day begins, and at the first tick.</summary>
    public IEnumerable<(double X, string Time, string? Date)> Ticks()
    {
        var step = Step();
        var clock = new LocalClock(_zone.Id);
        string? day = null;
        foreach (var at in (step >= MinutesOfDay ? Days(step / MinutesOfDay) : Minutes(step)).Where(at => at >= _from))
        {
            var date = Day(at);
            yield return (X(at), step >= MinutesOfDay ? "" : clock.At(at).Time24, date == day ? null : date);
            day = date;
        }
    }

    /// <summary>Up to the hour by elapsed time, so that the hour that a clock change repeats is marked twice; wider by the wall clock, so that midnights stay marked.</summary>
    private IEnumerable<Instant> Minutes(int step)
    {
        if (step > MinutesOfHour)
        {
            return Days(1).SelectMany(day => Enumerable.Range(0, MinutesOfDay / step)
                .Select(n => _zone.AtLeniently(day.InZone(_zone).Date.AtMidnight().PlusMinutes(n * step)).ToInstant())).TakeWhile(at => at <= _to);
        }

        return Elapsed(step);
    }

    private IEnumerable<Instant> Elapsed(int step)
    {
        var local = _from.InZone(_zone).LocalDateTime;
        var round = local.Date.AtMidnight().PlusMinutes(((local.Hour * 60) + local.Minute) / step * step);
        for (var at = _from - Period.Between(round, local, PeriodUnits.Ticks).ToDuration(); at <= _to; at += Duration.FromMinutes(step))
        {
            yield return at;
        }
    }

    private IEnumerable<Instant> Days(int step)
    {
        for (var day = _from.InZone(_zone).Date; _zone.AtStartOfDay(day).ToInstant() <= _to; day = day.PlusDays(step))
        {
            yield return _zone.AtStartOfDay(day).ToInstant();
        }
    }

    /// <summary>Short, because ticks stand close; the table below has the year.</summary>
    private string Day(Instant at) => ShortDate.Format(at.InZone(_zone).Date);

    private int Step()
    {
        var minutes = (_to - _from).TotalMinutes;
        var step = StepsInMinutes.FirstOrDefault(s => minutes / s <= MostTicks);
        return step > 0 ? step : MinutesOfDay * (int)Math.Ceiling(minutes / MinutesOfDay / MostTicks);
    }
}
