namespace IncidentBot.Tests.Faults;

public sealed class InstanceTests : IDisposable
{
    private readonly FaultyDisk _disk = new(losesPower: false);

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task Row_19_a_second_instance_is_refused_and_told_the_process_of_the_first()
    {
        using var first = await BotProcess.StartAsync(_disk.Folder);
        using var second = await BotProcess.StartAsync(_disk.Folder);

        var (exit, error) = await second.EndAsync();

        Assert.Equal((1, ""), (exit, second.StartLine));
        Assert.Contains($"process {first.Id} ", error, StringComparison.Ordinal);
    }
}
