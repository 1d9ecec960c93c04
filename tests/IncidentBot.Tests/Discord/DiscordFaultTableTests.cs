namespace IncidentBot.Tests.Discord;

public sealed class DiscordFaultTableTests
{
    [Fact]
    public void Every_case_is_in_the_table() => Assert.Equal(Enumerable.Range(1, 34), DiscordFaultTable.All.Keys.Order());

    [Fact]
    public void Every_test_in_the_table_is_one() => Assert.All(
        DiscordFaultTable.All.Values,
        row => Assert.Contains(row.Tests!.GetMethod(row.Test)!.GetCustomAttributes(inherit: true), attribute => attribute is FactAttribute));
}
