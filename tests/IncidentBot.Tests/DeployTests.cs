namespace IncidentBot.Tests;

public sealed class DeployTests
{
    [SkippableFact]
    public async Task The_systemd_unit_is_valid()
    {
        var analyze = Needs.Program("systemd-analyze");
        var unit = await File.ReadAllTextAsync(Path.Combine(Needs.Repository, "deploy", "incidentbot.service"));
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            // The program is not installed on the machine that checks the unit, so another one stands in for it.
            var copy = Path.Combine(folder.FullName, "incidentbot.service");
            await File.WriteAllTextAsync(copy, unit.Replace("/opt/incidentbot/incidentbot serve", "/bin/true", StringComparison.Ordinal));

            var (exitCode, output, error) = await Needs.RunAsync(analyze, "verify", copy);

            Assert.True(exitCode == 0 && !error.Contains("incidentbot.service", StringComparison.Ordinal), output + error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
