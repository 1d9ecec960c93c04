using System.Diagnostics;

namespace IncidentBot.Faults.Bot;

/// <summary>The libraries that stand between a process and the machine, compiled when they are first needed.</summary>
internal static class Shim
{
    public const string Compiler = "gcc";

    private static readonly Lazy<string> Folder = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-shims-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    private static readonly Lazy<string> Disk = new(() => Compile("powercut"));
    private static readonly Lazy<string> Clock = new(() => Compile("clockshift"));

    /// <summary>A disk that forgets and fails; see powercut.c.</summary>
    public static string PowerCut => Disk.Value;

    /// <summary>A wall clock that is wrong; see clockshift.c.</summary>
    public static string ClockShift => Clock.Value;

    private static string Compile(string name)
    {
        var source = Path.Combine(Folder.Value, name + ".c");
        using (var embedded = typeof(Shim).Assembly.GetManifestResourceStream(name + ".c")!)
        using (var file = File.Create(source))
        {
            embedded.CopyTo(file);
        }

        var library = Path.ChangeExtension(source, ".so");
        using var compiler = Process.Start(Compiler, ["-O2", "-Wall", "-shared", "-fPIC", "-o", library, source, "-ldl", "-pthread"]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? library : throw new InvalidOperationException($"{Compiler} could not compile {name}.c.");
    }
}
