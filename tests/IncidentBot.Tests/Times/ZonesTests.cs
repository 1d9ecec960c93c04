using IncidentBot.Core.Times;
using NodaTime;

namespace IncidentBot.Tests.Times;

public sealed class ZonesTests
{
    [Theory]
    [InlineData("America/New_York", "EST")]
    [InlineData("America/Sao_Paulo", "UTC-3")]
    [InlineData("Asia/Dubai", "UTC+4")]
    [InlineData("Asia/Kathmandu", "Asia/Kathmandu")]
    [InlineData("Asia/Kolkata", "IST")]
    [InlineData("Etc/UTC", "UTC")]
    [InlineData("Africa/Casablanca", "UTC+1")]
    public void A_zone_is_called_by_its_abbreviation_else_its_offset_else_its_name(string id, string label) =>
        Assert.Equal(label, Zones.Label(Instant.FromUtc(2026, 1, 5, 9, 0), Zones.Get(id)));

    [Theory]
    [InlineData("madrid", "Europe/Madrid")]
    [InlineData("Europe/Madird", "Europe/Madrid")]
    [InlineData("new york", "America/New_York")]
    [InlineData("Europe/P", "Europe/Paris")]
    [InlineData("PST", "America/Los_Angeles")]
    [InlineData("eastern", "America/New_York")]
    [InlineData("Berln", "Europe/Berlin")]
    public void The_nearest_zone_is_offered(string typed, string near) => Assert.Contains(near, Zones.Near(typed));

    [Theory]
    [InlineData("12:00")]
    [InlineData("GMT+2")]
    [InlineData("qqqqqqqq")]
    public void Where_none_is_near_it_is_shown_what_a_name_looks_like(string typed) =>
        Assert.Equal(["Europe/London", "America/New_York", "Asia/Tokyo"], Zones.Near(typed));
}
