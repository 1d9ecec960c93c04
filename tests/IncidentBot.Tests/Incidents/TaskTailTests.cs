using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Tests.Incidents;

public sealed class TaskTailTests
{
    [Theory]
    [InlineData("alert on it", "alert on it")]
    [InlineData("alert on it @kim", "alert on it")]
    [InlineData("alert on it  by 2026-12-01 @kim.", "alert on it")]
    [InlineData("[Alerts] alert\non it @kim by 1 Dec", "[Alerts] alert\non it")]
    [InlineData("ask @kim about it", "ask @kim about it")]
    [InlineData("@kim", "")]
    [InlineData("", "")]
    public void What_stands_before_the_owner_and_the_day_is_the_task(string text, string body) =>
        Assert.Equal(body, TaskTail.Read(text, Instant.FromUtc(2026, 3, 5, 9, 30), DateTimeZone.Utc, null).Body);
}
