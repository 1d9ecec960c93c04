using System.Diagnostics;
using System.Text.RegularExpressions;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Tests.Web;

/// <summary>The built executable as a process of its own.</summary>
internal sealed partial class BotProcess : IDisposable
{
    private readonly Process _process;

    private BotProcess(Process process) => _process = process;

    /// <summary>The line it said when it was up.</summary>
    public string StartLine { get; private set; } = "";

    public bool HasEnded => _process.HasExited;

    public Uri Url => new(Address().Match(StartLine).Value);

    /// <summary>Starts it and waits for the line that says where it listens, or for its end.</summary>
    public static async Task<BotProcess> StartAsync(string folder, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(BotHost).Assembly.Location])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Web__Url"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var bot = new BotProcess(Process.Start(start)!);
        bot.StartLine = await bot._process.StandardOutput.ReadLineAsync() ?? "";
        return bot;
    }

    /// <summary>Ends it as a power failure would, from the process's point of view.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks it to stop, as a supervisor does.</summary>
    public Task TerminateAsync() => Needs.RunAsync(Needs.Program("kill"), "-TERM", $"{_process.Id}");

    /// <summary>How it ended, and what it complained of.</summary>
    public async Task<(int ExitCode, string Error)> EndAsync()
    {
        var error = await _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        // Where the tests keep their files is the machine's affair.
        var lines = error.Split('\n').Where(line => !line.StartsWith("warning: Storage:Path: ", StringComparison.Ordinal));
        return (_process.ExitCode, string.Join('\n', lines));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();
}
