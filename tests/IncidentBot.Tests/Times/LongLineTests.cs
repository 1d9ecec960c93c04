using IncidentBot.Core.Times;
using IncidentBot.Core.Times.Grammar;
using NodaTime;

namespace IncidentBot.Tests.Times;

/// <summary>Lines of a megabyte, made of what the reader looks at, and what it must not cost.</summary>
public sealed class LongLineTests
{
    private const int Megabyte = 1 << 20;

    private static readonly Instant Now = Instant.FromUtc(2026, 3, 5, 9, 0);

    [Theory]
    [InlineData("10:")]
    [InlineData("1")]
    [InlineData("at ")]
    [InlineData("between 10 and ")]
    [InlineData("10:30 - ")]
    [InlineData("[")]
    [InlineData("*_`")]
    [InlineData("~ ")]
    [InlineData("last ")]
    [InlineData("1h")]
    [InlineData("twenty ")]
    [InlineData("午後")]
    [InlineData("三十")]
    [InlineData("昨日の")]
    [InlineData(" ")]
    [InlineData("\u0301")]
    [InlineData("<t:1")]
    [InlineData("a, ")]
    public void A_megabyte_of_anything_is_read_and_nothing_of_it_is_lost(string piece)
    {
        var line = string.Concat(Enumerable.Repeat(piece, Megabyte / piece.Length));
        foreach (var (text, locale) in new[] { (line, "en-US"), ($"10:30 {line}", "ja-JP"), ($"{line} at 10:30", "de-DE"), ($"x{line}x", "es-ES") })
        {
            Whole.AssertKept(text, TimeReader.Read(text, Now, DateTimeZone.Utc, locale));
        }
    }

    [Fact]
    public void A_line_without_a_time_costs_one_small_answer()
    {
        const string Line = "database looked slow and nobody knows why";
        TimeReader.Read(Line, Now, DateTimeZone.Utc, "de-DE");
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            TimeReader.Read(Line, Now, DateTimeZone.Utc, "de-DE");
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 0, 256);
    }

    [Fact]
    public void The_senses_fit_the_bits_they_are_kept_in() => Assert.InRange(Enum.GetValues<Sense>().Length, 1, 64);

    [Fact]
    public void There_is_a_table_for_each_language() =>
        Assert.Equal(["de", "en", "es", "fr", "it", "ja", "nl", "pt", "zh"], Lexicon.Languages.Order(StringComparer.Ordinal));

    [Fact]
    public void Readers_at_the_same_time_do_not_disturb_each_other()
    {
        string[] lines = ["10:30 foo", "hace 5 min foo", "vor 20 Minuten foo", "午後2時半 foo", "nothing"];
        var expected = lines.Select(Read).ToArray();

        Parallel.For(0, 20_000, i => Assert.Equal(expected[i % lines.Length], Read(lines[i % lines.Length])));

        static Instant? Read(string line) => TimeReader.Read(line, Now, DateTimeZone.Utc, line[0] switch { 'h' => "es-ES", 'v' => "de-DE", '午' => "ja-JP", _ => null }).Start;
    }
}
