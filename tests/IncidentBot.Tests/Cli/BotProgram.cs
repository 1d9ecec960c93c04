using System.Diagnostics;
using IncidentBot.Cli;

namespace IncidentBot.Tests.Cli;

/// <summary>The built program in a working directory of its own, as on a fresh machine.</summary>
internal sealed class BotProgram : IDisposable
{
    public static string Assembly { get; } = typeof(ExitCode).Assembly.Location;

    public string Folder { get; } = Directory.CreateTempSubdirectory("incidentbot-test-").FullName;

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Runs a command to its end.</summary>
    public Task<Ran> RunAsync(params string[] arguments) => RunAsync(input: null, arguments);

    /// <summary>Runs a command that reads standard input.</summary>
    public async Task<Ran> RunAsync(string? input, string[] arguments)
    {
        using var process = Process.Start(StartInfo(arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new Ran(process.ExitCode, await output, await error);
    }

    /// <summary>How the program is started with arguments.</summary>
    public ProcessStartInfo StartInfo(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>How a program ended and what it said.</summary>
internal sealed record Ran(int ExitCode, string Output, string Error);
