namespace IncidentBot.Tests.Slack;

public sealed class SlackFaultTableTests
{
    [Fact]
    public void Every_case_is_in_the_table() => Assert.Equal(Enumerable.Range(1, 40), SlackFaultTable.All.Keys.Order());

    [Fact]
    public void Every_test_in_the_table_is_one() => Assert.All(
        SlackFaultTable.All.Values.Where(row => row.Tests is not null),
        row => Assert.Contains(row.Tests!.GetMethod(row.Test)!.GetCustomAttributes(inherit: true), attribute => attribute is FactAttribute));
}
