using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Tests.Times;

/// <summary>Each row: when and where it was typed, what was typed, and what must be kept.</summary>
public sealed class TimeReaderTests
{
    [Theory]
    // The clock rules: the latest occurrence that is not ahead, five minutes of skew included.
    [InlineData("2026-03-05T11:20", "Europe/London", "en-GB", "10:42 failover started", "2026-03-05T10:42", "failover started")]
    [InlineData("2026-03-05T11:20", "Europe/London", "en-GB", "11:25 rollback done", "2026-03-05T11:25", "rollback done")]
    [InlineData("2026-03-05T11:20", "Europe/London", "en-GB", "11:26 rollback done", "2026-03-04T11:26", "rollback done")]
    [InlineData("2026-03-05T00:12", "Europe/Berlin", "de-DE", "23:40 Alarm", "2026-03-04T23:40", "Alarm")]
    [InlineData("2026-03-05T00:07", "UTC", null, "12:00 AM midnight job", "2026-03-05T00:00", "midnight job")]
    [InlineData("2026-03-05T12:07", "UTC", null, "12:00 PM noon job", "2026-03-05T12:00", "noon job")]
    [InlineData("2026-03-05T11:20", "UTC", null, "9:05 AM text", "2026-03-05T09:05", "text")]
    [InlineData("2026-03-05T11:20", "UTC", null, "8:35 am text", "2026-03-05T08:35", "text")]
    [InlineData("2026-03-05T23:20", "UTC", null, "8:35 p.m. text", "2026-03-05T20:35", "text")]
    [InlineData("2026-03-05T11:20", "UTC", null, "10:42:17 text", "2026-03-05T10:42:17", "text")]
    [InlineData("2026-03-05T11:20", "UTC", null, "24:00 text", "2026-03-05T00:00", "text")]
    [InlineData("2026-03-05T11:20", "UTC", null, "18:45", "2026-03-04T18:45", "")]
    // Dates.
    [InlineData("2026-03-05T11:20", "America/Sao_Paulo", null, "2026-02-11 01:00 text", "2026-02-11T01:00", "text")]
    [InlineData("2026-03-05T11:20", "UTC", null, "2026-02-11T01:00 text", "2026-02-11T01:00", "text")]
    [InlineData("2026-03-05T11:20", "America/New_York", "en-US", "2026-02-11 9:15 text", "2026-02-11T09:15", "text")]
    // Twelve hours where the locale's dial has them, or in English with one digit; never in UTC or with a leading zero.
    [InlineData("2026-03-05T16:05", "America/New_York", "en-US", "3:30 text", "2026-03-05T15:30", "text")]
    [InlineData("2026-03-05T23:05", "America/New_York", "en-US", "10:30 text", "2026-03-05T22:30", "text")]
    [InlineData("2026-03-05T23:05", "Europe/London", "en-GB", "10:30 text", "2026-03-05T10:30", "text")]
    [InlineData("2026-03-05T16:05", "Europe/London", "en-GB", "3:30 text", "2026-03-05T15:30", "text")]
    [InlineData("2026-03-05T16:05", "Europe/London", "en-GB", "03:30 text", "2026-03-05T03:30", "text")]
    [InlineData("2026-03-05T16:05", "Europe/Madrid", "es-ES", "3:30 text", "2026-03-05T03:30", "text")]
    [InlineData("2026-03-05T16:05", "Europe/Madrid", "es-ES", "20m ago text", "2026-03-05T15:45", "text")]
    [InlineData("2026-03-05T16:05", "Europe/Rome", "it-IT", "20m ago text", "2026-03-05T15:45", "text")]
    [InlineData("2026-03-05T16:05", "UTC", "en-US", "3:30 text", "2026-03-05T03:30", "text")]
    [InlineData("2026-03-05T16:05", "America/Toronto", "fr-CA", "3:30 text", "2026-03-05T03:30", "text")]
    // Separators at the seam.
    [InlineData("2026-03-05T11:20", "UTC", null, "10:42: failover", "2026-03-05T10:42", "failover")]
    [InlineData("2026-03-05T11:20", "UTC", null, "10:42 - failover", "2026-03-05T10:42", "failover")]
    [InlineData("2026-03-05T11:20", "UTC", null, "10:42 – failover", "2026-03-05T10:42", "failover")]
    [InlineData("2026-03-05T11:20", "UTC", null, "10:42, failover", "2026-03-05T10:42", "failover")]
    [InlineData("2026-03-05T11:20", "UTC", null, "10:42 - 5 pods restarted", "2026-03-05T10:42", "5 pods restarted")]
    [InlineData("2026-03-05T11:20", "UTC", null, "10:42\nfirst line\nsecond", "2026-03-05T10:42", "first line\nsecond")]
    // The clocks showed 01:30 twice: the later one that is not ahead.
    [InlineData("2026-11-01T03:00", "America/New_York", "en-US", "01:30 text", "2026-11-01T01:30-05:00", "text")]
    [InlineData("2026-11-01T03:00", "America/New_York", "en-US", "01:30 EDT text", "2026-11-01T01:30-04:00", "text")]
    // Words of other languages that look like zones.
    [InlineData("2026-03-05T11:20", "Europe/Berlin", "de-DE", "10:30 ist der Dienst weg", "2026-03-05T10:30", "ist der Dienst weg")]
    [InlineData("2026-03-05T11:20", "Europe/Paris", "fr-FR", "10:30 est tombé", "2026-03-05T10:30", "est tombé")]
    [InlineData("2026-03-05T11:20", "Europe/London", "en-GB", "10:42 local time failover", "2026-03-05T10:42", "failover")]
    [InlineData("2026-03-05T11:20", "Europe/London", "en-GB", "10:42 -> failover", "2026-03-05T10:42", "failover")]
    [InlineData("2026-03-05T11:20", "Europe/London", "en-GB", "10:42 → failover", "2026-03-05T10:42", "failover")]
    [InlineData("2026-03-05T11:20", "Europe/London", "en-GB", "–10m failover", "2026-03-05T11:10", "failover")]
    [InlineData("2026-03-05T11:20", "Europe/London", "en-GB", "shortly after 10:42 failover", "2026-03-05T10:42", "failover")]
    [InlineData("2026-03-05T11:20", "Europe/London", "en-GB", "nearly 2 hours ago failover", "2026-03-05T09:20", "failover")]
    [InlineData("2026-03-05T11:20", "Europe/London", "en-GB", "at 9 in the morning errors on login", "2026-03-05T09:00", "errors on login")]
    [InlineData("2026-03-05T11:20", "Europe/London", "en-GB", "last night at 11 errors on login", "2026-03-04T23:00", "errors on login")]
    [InlineData("2026-03-05T11:20", "Europe/London", "en-GB", "on the 3rd at 10:42 failover", "2026-03-03T10:42", "failover")]
    [InlineData("2026-03-05T11:20", "Europe/London", "en-GB", "on the 20th at 10:42 failover", "2026-02-20T10:42", "failover")]
    [InlineData("2026-03-30T11:20", "Europe/London", "en-GB", "on the 31st at 10:42 failover", "2026-01-31T10:42", "failover")]
    public void A_point_in_time_is_kept(string now, string zone, string? locale, string text, string start, string rest)
    {
        var reading = Read(now, zone, locale, text);

        Assert.Equal(TimeKind.Point, reading.Kind);
        Assert.Equal(Instant(start, zone), reading.Start);
        Assert.Null(reading.End);
        Assert.Equal(rest, reading.Rest);
    }

    [Theory]
    [InlineData("10:42 UTC text", "2026-03-05T10:42Z")]
    [InlineData("10:42Z text", "2026-03-05T10:42Z")]
    [InlineData("10:42 GMT: text", "2026-03-05T10:42Z")]
    [InlineData("10:42 UTC+2 text", "2026-03-05T08:42Z")]
    [InlineData("10:42 (UTC) text", "2026-03-05T10:42Z")]
    [InlineData("07:42 PDT text", "2026-03-05T15:42Z")]
    [InlineData("05:42 EST text", "2026-03-05T10:42Z")]
    [InlineData("10:42+02:00 text", "2026-03-05T08:42Z")]
    [InlineData("22:42 Asia/Tokyo text", "2026-03-05T13:42Z")]
    [InlineData("2026-03-05T10:42:05-05:00 text", "2026-03-05T15:42:05Z")]
    [InlineData("2026-03-05 10:42:05.250Z text", "2026-03-05T10:42:05.25Z")]
    [InlineData("2026-03-05 10:42-05:00 text", "2026-03-05T15:42Z")]
    public void A_zone_in_the_phrase_wins(string text, string instant)
    {
        var reading = Read("2026-03-05T11:20", "America/New_York", "en-US", text);

        Assert.Equal(InstantPattern.ExtendedIso.Parse(instant.Replace("42Z", "42:00Z", StringComparison.Ordinal)).Value, reading.Start);
        Assert.Equal("text", reading.Rest);
    }

    /// <summary>In May, when the region that an abbreviation names is on daylight time, and theirs is not.</summary>
    [Theory]
    [InlineData("America/Phoenix", "10:42 MST text")]
    [InlineData("America/Mexico_City", "10:42 CST text")]
    [InlineData("America/Panama", "10:42 EST text")]
    [InlineData("Australia/Brisbane", "10:42 AEST text")]
    public void Where_clocks_never_change_an_abbreviation_is_ones_own(string zone, string text)
    {
        var reading = Read("2026-05-14T16:20", zone, "en-US", text);

        Assert.Equal(new LocalTime(10, 42), reading.Start!.Value.InZone(DateTimeZoneProviders.Tzdb[zone]).TimeOfDay);
    }

    [Theory]
    [InlineData("20m ago text", 20 * 60)]
    [InlineData("20 minutes ago text", 20 * 60)]
    [InlineData("1 minute ago: text", 60)]
    [InlineData("90s ago text", 90)]
    [InlineData("2 hours ago text", 7200)]
    [InlineData("1h 30m ago text", 5400)]
    [InlineData("1h30m ago text", 5400)]
    public void A_length_of_time_ago_is_elapsed_time_and_keeps_its_seconds(string text, int seconds)
    {
        var now = NodaTime.Instant.FromUtc(2026, 3, 8, 8, 0, 17);

        var reading = TimeReader.Read(text, now, DateTimeZoneProviders.Tzdb["America/New_York"], "en-US");

        Assert.Equal(now - Duration.FromSeconds(seconds), reading.Start);
        Assert.Equal(Precision.Second, reading.Precision);
        Assert.Equal("text", reading.Rest);
    }

    [Theory]
    [InlineData("Europe/London", "en-GB", "10:00-10:45 cache", "2026-03-05T10:00", "2026-03-05T10:45")]
    [InlineData("Europe/London", "en-GB", "10:00 - 10:45 cache", "2026-03-05T10:00", "2026-03-05T10:45")]
    [InlineData("Europe/London", "en-GB", "10:00–10:45: cache", "2026-03-05T10:00", "2026-03-05T10:45")]
    [InlineData("Europe/London", "en-GB", "10:00 to 10:45 cache", "2026-03-05T10:00", "2026-03-05T10:45")]
    [InlineData("Europe/London", "en-GB", "23:50-00:20 cache", "2026-03-04T23:50", "2026-03-05T00:20")]
    [InlineData("America/New_York", "en-US", "9:30-10:15am cache", "2026-03-05T09:30", "2026-03-05T10:15")]
    [InlineData("America/New_York", "en-US", "11:30 pm - 12:15 cache", "2026-03-04T23:30", "2026-03-05T00:15")]
    [InlineData("America/New_York", "en-US", "2026-03-04 23:30-00:30 cache", "2026-03-04T23:30", "2026-03-05T00:30")]
    [InlineData("America/New_York", "en-US", "2026-03-04 09:00-10:00 cache", "2026-03-04T09:00", "2026-03-04T10:00")]
    [InlineData("Europe/London", "en-GB", "2026-03-03 10:00 - 2026-03-05 09:00 cache", "2026-03-03T10:00", "2026-03-05T09:00")]
    [InlineData("Europe/London", "en-GB", "2026-03-03 08:00 - 22:00 cache", "2026-03-03T08:00", "2026-03-03T22:00")]
    [InlineData("Europe/London", "en-GB", "2026-03-04 23:50 / 2026-03-05 00:20 cache", "2026-03-04T23:50", "2026-03-05T00:20")]
    [InlineData("Europe/London", "en-GB", "2026-03-04T23:50Z/2026-03-05T00:20Z cache", "2026-03-04T23:50", "2026-03-05T00:20")]
    [InlineData("America/New_York", "en-US", "10:00-10:45 UTC cache", "2026-03-05T05:00", "2026-03-05T05:45")]
    public void A_range_keeps_both_ends(string zone, string locale, string text, string start, string end)
    {
        var reading = Read("2026-03-05T11:20", zone, locale, text);

        Assert.Equal(TimeKind.Range, reading.Kind);
        Assert.Equal(Instant(start, zone), reading.Start);
        Assert.Equal(Instant(end, zone), reading.End);
        Assert.Equal("cache", reading.Rest);
    }

    [Theory]
    [InlineData("500 errors since the deploy")]
    [InlineData("10 replicas down")]
    [InlineData("5:1 ratio of errors")]
    [InlineData("10:30-batch failed")]
    [InlineData("10:30th failure")]
    [InlineData("10.0.12.30 unreachable")]
    [InlineData("app.py:10:42 throws")]
    [InlineData("the 10:30 backup failed")]
    [InlineData("25:10 is no clock")]
    [InlineData("10:75 is no clock")]
    [InlineData("20 minutes of errors")]
    [InlineData("20m agog")]
    [InlineData("2026-03-05 is a date without a clock")]
    [InlineData("\"10:30\" stood in the log")]
    [InlineData("10:30.log is missing")]
    [InlineData("")]
    public void A_number_that_is_no_time_stays_text(string text)
    {
        var reading = Read("2026-03-05T11:20", "Europe/London", "en-GB", text);

        Assert.Equal(TimeKind.None, reading.Kind);
        Assert.Null(reading.Moment);
        Assert.Equal(text, reading.Rest);
    }

    [Theory]
    [InlineData("-- 10:30 backup failed", "10:30 backup failed")]
    [InlineData("--10:30 backup failed", "10:30 backup failed")]
    [InlineData("--- a rule", "--- a rule")]
    public void Two_dashes_keep_a_time_as_text(string text, string rest)
    {
        var reading = Read("2026-03-05T11:20", "Europe/London", "en-GB", text);

        Assert.Equal(TimeKind.None, reading.Kind);
        Assert.Equal(rest, reading.Rest);
    }

    [Theory]
    [InlineData("2026-03-05T11:20", "UTC", "2026-03-05 18:00 window", TimeRefusal.Future, "18:00")]
    [InlineData("2026-03-05T11:20", "UTC", "11:00-11:30 window", TimeRefusal.Future, "11:30")]
    [InlineData("2026-03-05T11:20", "UTC", "10:45-10:00 down", TimeRefusal.Invalid, "ends before it starts")]
    [InlineData("2026-03-05T11:20", "UTC", "2026-03-05 10:00 - 2026-03-05 09:00 down", TimeRefusal.Invalid, "ends before it starts")]
    [InlineData("2026-03-05T11:20", "UTC", "2026-02-30 10:00 down", TimeRefusal.Invalid, "There is no 30 Feb 2026")]
    [InlineData("2026-03-05T11:20", "UTC", "9999-12-31 23:59 down", TimeRefusal.Invalid, "The year 9999")]
    [InlineData("2026-03-08T10:00", "America/New_York", "02:30 cron missed", TimeRefusal.Gap, "03:00")]
    [InlineData("2026-03-12T10:00", "America/New_York", "2026-03-08 02:30 cron missed", TimeRefusal.Gap, "01:59")]
    public void A_time_that_cannot_be_kept_is_refused_with_a_reason(
        string now, string zone, string text, TimeRefusal refusal, string said)
    {
        var reading = Read(now, zone, null, text);

        Assert.Equal(TimeKind.Reject, reading.Kind);
        Assert.Equal(refusal, reading.Refusal);
        Assert.Contains(said, reading.Problem, StringComparison.Ordinal);
        Assert.Null(reading.Moment);
        Assert.Equal(text, reading.Rest);
    }

    [Theory]
    [InlineData("2026-03-05T16:05", "America/New_York", "3:30 text", "read 3:30 as 3:30 pm")]
    [InlineData("2026-11-01T03:00", "America/New_York", "01:30 text", "second 01:30 (EST)")]
    public void Each_assumption_is_said(string now, string zone, string text, string said)
    {
        var reading = Read(now, zone, "en-US", text);

        Assert.Contains(reading.Assumptions, assumption => assumption.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_protected_is_never_read_as_a_time()
    {
        string[] texts = ["10:30 backup", "20m ago", "-- dashes", "--force", "plain", "10:00-10:45 x"];

        Assert.All(texts, text =>
        {
            var reading = Read("2026-03-05T11:20", "UTC", null, TimeReader.Protect(text, Instant("2026-03-05T11:20", "UTC")));
            Assert.Equal(TimeKind.None, reading.Kind);
            Assert.Equal(text, reading.Rest);
        });
    }

    private static TimeReading Read(string now, string zone, string? locale, string text) =>
        TimeReader.Read(text, Instant(now, zone), DateTimeZoneProviders.Tzdb[zone], locale);

    /// <summary>A local time in a zone, or one with an offset of its own.</summary>
    private static Instant Instant(string text, string zone)
    {
        var offset = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<m>").Parse(text);
        if (offset.Success)
        {
            return offset.Value.ToInstant();
        }

        var local = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(text);
        var value = local.Success ? local.Value : LocalDateTimePattern.GeneralIso.Parse(text).Value;
        return value.InZoneStrictly(DateTimeZoneProviders.Tzdb[zone]).ToInstant();
    }
}
