using IncidentBot.Core.Drafts.Content;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>Where an instant stands in the picture, and where its axis is marked.</summary>
internal sealed class TimelineScale
{
    private const int MostTicks = 9;

    private static readonly int[] StepsInMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080];

    private readonly DateTimeZone _zone;
    private readonly Instant _from;
    private readonly Instant _to;
    private readonly double _left;
    private readonly double _width;

    public TimelineScale(Incident incident, IReadOnlyList<Entry> moments, double left, double width)
    {
        _zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(incident.Zone) ?? DateTimeZone.Utc;
        _left = left;
        _width = width;
        Instant?[] ends = [Timeline.Start(incident), Timeline.End(incident)];
        var all = moments.SelectMany(m => new[] { m.When!.OccurredAt, m.When.EndsAt ?? m.When.OccurredAt })
            .Concat(ends.OfType<Instant>()).ToList();
        var (first, last) = (all.Min(), all.Max());
        var pad = Duration.Max((last - first) * 0.02, last == first ? Duration.FromMinutes(30) : Duration.FromMinutes(1));
        (_from, _to) = (first - pad, last + pad);
    }

    /// <summary>The day on which the picture begins, where no tick says it.</summary>
    public string? FirstDate
    {
        get
        {
            var first = new LocalClock(_zone.Id).At(_from).Date;
            return Ticks().FirstOrDefault().Date == first ? null : first;
        }
    }

    public double X(Instant at) => _left + (_width * ((at - _from) / (_to - _from)));

    /// <summary>Round local times with their labels; a date where a day begins, and at the first tick.</summary>
    public IEnumerable<(double X, string Time, string? Date)> Ticks()
    {
        var clock = new LocalClock(_zone.Id);
        var step = Step();
        var local = Floor(clock.At(_from).Local, step);
        var last = Instant.MinValue;
        LocalDate? day = null;
        for (; ; local = local.PlusMinutes(step))
        {
            var at = _zone.AtLeniently(local).ToInstant();
            if (at > _to)
            {
                yield break;
            }

            if (at < _from || at <= last)
            {
                continue;
            }

            last = at;
            var stamp = clock.At(at);
            yield return (X(at), step >= 1440 ? "" : stamp.Time24, stamp.Day == day ? null : stamp.Date);
            day = stamp.Day;
        }
    }

    private int Step()
    {
        var minutes = (_to - _from).TotalMinutes;
        var step = StepsInMinutes.FirstOrDefault(s => minutes / s <= MostTicks);
        return step > 0 ? step : 1440 * (int)Math.Ceiling(minutes / 1440 / MostTicks);
    }

    private static LocalDateTime Floor(LocalDateTime local, int step)
    {
        var midnight = local.Date.AtMidnight();
        return step >= 1440 ? midnight : midnight.PlusMinutes(((local.Hour * 60) + local.Minute) / step * step);
    }
}
