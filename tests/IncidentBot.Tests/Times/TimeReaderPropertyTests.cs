using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Tests.Times;

public sealed class TimeReaderPropertyTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 5, 9, 0);
    private static readonly string[] Ids = [.. DateTimeZoneProviders.Tzdb.Ids];
    private static readonly LocalDateTimePattern Written = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    [Fact]
    public void Reading_never_throws_and_the_phrase_and_the_rest_are_the_text()
    {
        Prop.ForAll(Nasty.Text.ToArbitrary(), Gen.Elements(Ids).ToArbitrary(), (text, id) =>
        {
            var reading = TimeReader.Read(text, Now, DateTimeZoneProviders.Tzdb[id], "en-US");
            var line = text.Trim();

            Assert.StartsWith(reading.Matched, line, StringComparison.Ordinal);
            Assert.EndsWith(reading.Rest, line, StringComparison.Ordinal);
            Assert.True(reading.Kind is TimeKind.None == (reading.Start is null && reading.Refusal is null));
            Assert.True(reading.Start is null || reading.Start <= Now + TimeReader.Skew);
            Assert.True(reading.End is null || (reading.End > reading.Start && reading.End <= Now + TimeReader.Skew));
            if (reading.Kind is TimeKind.Point or TimeKind.Range)
            {
                var seam = line[reading.Matched.Length..(line.Length - reading.Rest.Length)];
                Assert.True(seam.Trim().Length <= 1, seam);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50_000).WithEndSize(8));
    }

    [Fact]
    public void An_instant_written_with_its_date_is_read_back_in_every_zone()
    {
        var minutes = Gen.Choose(0, 20 * 365 * 24 * 60);
        Prop.ForAll(minutes.ToArbitrary(), Gen.Elements(Ids).ToArbitrary(), (ago, id) =>
        {
            var zone = DateTimeZoneProviders.Tzdb[id];
            var instant = Now - Duration.FromMinutes(ago);
            var local = instant.InZone(zone).LocalDateTime;
            var candidates = zone.MapLocal(local);

            var reading = TimeReader.Read($"{Written.Format(local)} text", Now, zone, "en-US");

            // Zones had offsets with seconds in the past; what is written to the minute then names another second.
            var expected = zone.MapLocal(local.With(TimeAdjusters.TruncateToMinute));
            Assert.Equal(expected.Last().ToInstant(), reading.Start);
            Assert.Equal(candidates.Count == 2, reading.Assumptions.Count > 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void A_bare_clock_is_within_a_day_and_never_ahead()
    {
        var minutes = Gen.Choose(0, 2 * 365 * 24 * 60);
        var clock = Gen.Choose(0, (24 * 60) - 1);
        Prop.ForAll(minutes.ToArbitrary(), clock.ToArbitrary(), Gen.Elements(Ids).ToArbitrary(), (ago, time, id) =>
        {
            var now = Now - Duration.FromMinutes(ago);
            var zone = DateTimeZoneProviders.Tzdb[id];

            var reading = TimeReader.Read($"{time / 60:00}:{time % 60:00} text", now, zone, "de-DE");

            // Where the clocks skipped it, it is refused; else it is the latest one that is not ahead.
            Assert.True(reading.Kind == TimeKind.Point || reading.Refusal == TimeRefusal.Gap);
            Assert.True(reading.Start is null || (reading.Start <= now + TimeReader.Skew && now - reading.Start < Duration.FromHours(26)));
            Assert.True(reading.Start is null || reading.Start.Value.InZone(zone).TimeOfDay == new LocalTime(time / 60, time % 60));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }
}
