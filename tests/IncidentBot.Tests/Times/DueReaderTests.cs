using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Tests.Times;

/// <summary>Typed on Thursday, 5 March 2026.</summary>
public sealed class DueReaderTests
{
    [Theory]
    [InlineData("en-US", "2026-12-01", "2026-12-01")]
    [InlineData("en-US", "tomorrow", "2026-03-06")]
    [InlineData("en-US", "today", "2026-03-05")]
    [InlineData("en-US", "Friday", "2026-03-06")]
    [InlineData("en-US", "Thursday", "2026-03-05")]
    [InlineData("en-US", "Monday", "2026-03-09")]
    [InlineData("en-US", "next Monday", "2026-03-09")]
    [InlineData("en-US", "1 Dec", "2026-12-01")]
    [InlineData("en-US", "Feb 1", "2027-02-01")]
    [InlineData("en-US", "12/1/2026", "2026-12-01")]
    [InlineData("en-GB", "12/1", "2027-01-12")]
    [InlineData("de-DE", "Freitag", "2026-03-06")]
    [InlineData("es-ES", "mañana", "2026-03-06")]
    [InlineData("en-US", "yesterday", null)]
    [InlineData("en-US", "the end of the quarter", null)]
    [InlineData("en-US", "hand", null)]
    [InlineData("en-US", "10:30", null)]
    [InlineData("en-US", "Feb 30", null)]
    public void A_due_day_lies_ahead(string locale, string text, string? day) => Assert.Equal(
        day is null ? null : LocalDatePattern.Iso.Parse(day).Value,
        DueReader.Read(text, Instant.FromUtc(2026, 3, 5, 11, 20), DateTimeZone.Utc, locale));
}
