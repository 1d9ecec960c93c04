using System.Diagnostics;
using IncidentBot.Cli;
using IncidentBot.Faults.History;

namespace IncidentBot.Faults.Rounds;

/// <summary>What <c>incidentbot verify</c> says about a database.</summary>
internal static class Verification
{
    public static Task<Verdict> RunAsync(string database) => RunAsync(["--db", database]);

    public static async Task<Verdict> RunAsync(string[] options, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ExitCode).Assembly.Location, "verify", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? Verdict.None : Verdict.None with { Findings = [$"verify: {output}{await error}"] };
    }
}
