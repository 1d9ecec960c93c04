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
    private static readonly string[] LocalesOf = ["en-US", "en-GB", "es-MX", "fr-FR", "de-DE", "pt-BR", "it-IT", "nl-NL", "ja-JP", "zh-CN"];

    private static readonly string[] Pieces =
    [
        "at ", "since ", "until ", "between ", " and ", " to ", "-", " - ", "–", "around ", "~", "[", "]", "(", ")", "*", "`", ",", ":", ".", "yesterday ", "last ", "Friday ", "on ",
        "tonight ", "this morning ", "12 Nov ", "Nov 12, 2025 ", "3/4", "5/13/2025 ", "31.12. ", "10:30", "9:15am ", " pm", "noon", "half past ", "quarter to ", "3", "10.42", "10h42", "1042", "UTC ",
        "Z", "+02:00", " PST", " Pacific", " America/New_York", "20 minutes ago", "1h30", "an hour and a half", "in 5 minutes", "+5m", "-10m", "just now", "now", "a las ", "hace ", "y media ",
        "il y a ", "midi", "um ", "halb ", "Uhr ", "vor ", "alle ", "fa ", "às ", "há ", "om ", "kwart voor ", "geleden ", "午後", "時", "半", "分前", "から", "まで", "昨日", "下午", "点", "上周五", "刚刚",
        "<t:1760000000:R>", "<!date^1760000000^{time}|x>", "1760000000", "&lt;", "’", "\u0301", "\u00A0",
    ];

    private static readonly Gen<string> Phrases = Gen.OneOf(Nasty.Text, Gen.Elements(Pieces).ListOf().Select(string.Concat), Gen.Elements(Pieces).ListOf().Select(p => string.Join(' ', p)));

    private static readonly LocalDateTimePattern Written = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    [Fact]
    public void Reading_never_throws_and_the_words_taken_the_rest_and_the_seam_are_the_text()
    {
        Prop.ForAll(Phrases.ToArbitrary(), Gen.Elements(Ids).ToArbitrary(), Gen.Elements(LocalesOf).ToArbitrary(), (text, id, locale) =>
        {
            var reading = TimeReader.Read(text, Now, DateTimeZoneProviders.Tzdb[id], locale);

            Assert.True(reading.HasTime == (reading.Moment is not null));
            Assert.Equal(reading.Kind == TimeKind.Reject, reading.Refusal is not null);
            Assert.Equal(reading.Kind == TimeKind.Reject, reading.Problem is not null);
            Assert.True(reading.Start is null || reading.Start <= Now + TimeReader.Skew);
            Assert.True(reading.End is null || (reading.End > (reading.Start ?? Instant.MinValue) && reading.End <= Now + TimeReader.Skew));
            Whole.AssertKept(text, reading);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30_000).WithEndSize(8));
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
