using System.Diagnostics;
using IncidentBot.Cli;
using IncidentBot.Faults.History;

namespace IncidentBot.Faults.Rounds;

/// <summary>What <c>incidentbot verify</c> says about a file.</summary>
internal static class Verification
{
    public static async Task<Verdict> RunAsync(string database)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ExitCode).Assembly.Location, "verify", "--db", database])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? Verdict.None : Verdict.None with { Findings = [$"verify: {output}{await error}"] };
    }
}
