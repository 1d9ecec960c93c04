using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Tests.Times;

/// <summary>
/// What is written with its date in any form and zone is read back: around every change of the clocks within ten years, and at random. The
/// suite takes some zones; with INCIDENTBOT_TEST_ALL_ZONES=1 it takes all of them.
/// </summary>
public sealed class ClockChangeTests
{
    private const int EveryZone = 23;

    private static readonly Instant Now = Instant.FromUtc(2026, 3, 5, 9, 0);
    private static readonly Duration TenYears = Duration.FromDays(3653);

    private static readonly (string Locale, LocalDateTimePattern Pattern)[] Forms =
    [
        ("en-US", Pattern("uuuu-MM-dd HH:mm")),
        ("en-US", Pattern("uuuu-MM-dd'T'HH:mm")),
        ("en-US", Pattern("uuuuMMdd'T'HHmm")),
        ("en-GB", Pattern("d MMM uuuu HH:mm")),
        ("en-GB", Pattern("ddd, d MMM uuuu 'at' H:mm")),
        ("en-US", Pattern("MMMM d, uuuu h:mm tt")),
        ("en-US", Pattern("M/d/uuuu h:mmtt")),
        ("en-GB", Pattern("dd/MM/uuuu HH:mm")),
        ("de-DE", Pattern("'am' dd.MM.uuuu 'um' HH:mm 'Uhr'")),
        ("fr-FR", Pattern("'le' d/MM/uuuu 'à' H'h'mm")),
        ("ja-JP", Pattern("uuuu年M月d日 H時mm分")),
        ("zh-CN", Pattern("uuuu年M月d日H点mm分")),
    ];

    public static TheoryData<string> Zones()
    {
        var ids = DateTimeZoneProviders.Tzdb.Ids.Order(StringComparer.Ordinal).ToList();
        var all = Environment.GetEnvironmentVariable("INCIDENTBOT_TEST_ALL_ZONES") == "1";
        string[] telling = ["America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "America/St_Johns", "Asia/Gaza"];
        return [.. ids.Where((_, i) => all || i % EveryZone == 0).Union(telling)];
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void Around_each_change_of_the_clocks_what_is_written_is_read_back(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        foreach (var change in zone.GetZoneIntervals(Now - TenYears, Now + TenYears).Where(i => i.HasStart && i.Start > Now - TenYears).Select(i => i.Start))
        {
            for (var minutes = -120; minutes <= 120; minutes += 15)
            {
                AssertReadBack(change + Duration.FromMinutes(minutes), change + Duration.FromDays(3), zone);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void Any_instant_written_with_its_date_is_read_back(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        var random = new Random(id.Length + id[^1]);
        for (var i = 0; i < 200; i++)
        {
            var instant = Now - Duration.FromMinutes(random.Next(0, 20 * 365 * 24 * 60));
            AssertReadBack(instant, instant + Duration.FromMinutes(random.Next(0, 400 * 24 * 60)), zone);
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_clock_alone_is_read_back_within_a_day(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        var random = new Random(id.Length + id[^1]);
        for (var i = 0; i < 200; i++)
        {
            var now = Now - Duration.FromMinutes(random.Next(0, 20 * 365 * 24 * 60));
            var instant = now - Duration.FromMinutes(random.Next(0, 22 * 60));
            var local = instant.InZone(zone).LocalDateTime;

            var reading = TimeReader.Read($"{local.Hour:00}:{local.Minute:00} text", now, zone, "de-DE");

            // Where the clocks showed it twice, the later one that is not ahead.
            var shown = zone.MapLocal(local.With(TimeAdjusters.TruncateToMinute));
            var latest = shown.Last().ToInstant() <= now + TimeReader.Skew ? shown.Last() : shown.First();
            Assert.Equal(latest.ToInstant(), reading.Start);
        }
    }

    private static void AssertReadBack(Instant instant, Instant now, DateTimeZone zone)
    {
        var local = instant.InZone(zone).LocalDateTime.With(TimeAdjusters.TruncateToMinute);
        var shown = zone.MapLocal(local);
        var latest = shown.Last().ToInstant() <= now + TimeReader.Skew ? shown.Last() : shown.First();
        foreach (var (locale, pattern) in Forms)
        {
            var text = $"{pattern.Format(local)} text";

            var reading = TimeReader.Read(text, now, zone, locale);

            Assert.True(
                reading.Kind == TimeKind.Point && reading.Start == latest.ToInstant() && reading.Rest == "text",
                $"{zone.Id}, now {now}: {text} -> {reading.Kind} {reading.Refusal} {reading.Start}, not {latest}");
            Assert.Equal(shown.Count == 2, reading.Assumptions.Any(a => a.Contains("twice", StringComparison.Ordinal)));
        }
    }

    private static LocalDateTimePattern Pattern(string pattern) => LocalDateTimePattern.CreateWithInvariantCulture(pattern);
}
