using System.Runtime.Versioning;

namespace IncidentBot.Tests.Faults;

[UnsupportedOSPlatform("windows")]
public sealed class FaultTableTests
{
    [Fact]
    public void Every_row_is_in_the_table() => Assert.Equal(FaultTable.Rows, FaultTable.All.Keys.Order());

    [Fact]
    public void Every_test_in_the_table_is_one() => Assert.All(
        FaultTable.All.Values.Where(row => row.Tests is not null),
        row => Assert.Contains(row.Tests!.GetMethod(row.Test)!.GetCustomAttributes(inherit: true), attribute => attribute is FactAttribute));
}
