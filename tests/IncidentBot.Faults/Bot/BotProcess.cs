using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Faults.Bot;

/// <summary>The built executable as a process of its own.</summary>
internal sealed partial class BotProcess : IDisposable
{
    private const int Sigterm = 15;

    private readonly Process _process;
    private readonly StringBuilder _error = new();

    private BotProcess(Process process)
    {
        _process = process;
        // Read all the time: a bot whose complaints nobody reads would stand still once the pipe is full.
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>The line it said when it was up.</summary>
    public string StartLine { get; private set; } = "";

    public bool HasEnded => _process.HasExited;

    public Uri Url => new(Address().Match(StartLine).Value);

    public int Id => _process.Id;

    /// <summary>Starts it and waits for the line that says where it listens, or for its end.</summary>
    public static Task<BotProcess> StartAsync(string folder, params (string Name, string Value)[] environment) =>
        StartAsync(Program(folder, [typeof(BotHost).Assembly.Location], environment));

    /// <summary>Starts the bot with one promise broken.</summary>
    /// <param name="mutant">Which; null for the bot as it is.</param>
    public static Task<BotProcess> StartAsync(string folder, string? mutant, params (string Name, string Value)[] environment) =>
        mutant is null
            ? StartAsync(folder, environment)
            : StartAsync(Program(folder, [typeof(BotProcess).Assembly.Location, "serve", "--mutant", mutant], environment));

    /// <summary>How the program is started, for tests that put another one before it.</summary>
    public static ProcessStartInfo Program(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder };
        start.Environment["Web__Url"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    public static async Task<BotProcess> StartAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
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
    public void Terminate() => _ = SendSignal(_process.Id, Sigterm);

    /// <summary>How it ended, and what it complained of.</summary>
    public async Task<(int ExitCode, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, Error());
    }

    /// <summary>What it has complained of so far.</summary>
    public string Error()
    {
        lock (_error)
        {
            return _error.ToString();
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        // Where the tests keep their files is the machine's affair.
        if (line is not null && !line.StartsWith("warning: Storage:Path: ", StringComparison.Ordinal))
        {
            lock (_error)
            {
                _error.Append(line).Append('\n');
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();
}
