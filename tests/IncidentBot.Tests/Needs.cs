using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace IncidentBot.Tests;

/// <summary>What some tests need and a machine may lack. They are skipped with the reason; what can be installed must not be missing in CI.</summary>
internal static class Needs
{
    /// <summary>The folder of facts and samples that lies beside the repository where it is present, as in CI.</summary>
    public static string Shared(string path)
    {
        var found = Path.Combine(Repository, "..", "shared", path);
        Skip.IfNot(File.Exists(found) || Directory.Exists(found), $"the folder ../shared is not here, so neither is {path}");
        return Path.GetFullPath(found);
    }

    /// <summary>The path of a program.</summary>
    public static string Program(string name)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        SkipUnless(found is not null, $"{name} is not installed (tests/run installs it when it runs as root)");
        return found!;
    }

    /// <summary>The folder of the programs of PostgreSQL.</summary>
    public static string Postgres()
    {
        var found = PostgresCluster.FindPrograms();
        SkipUnless(found is not null, "PostgreSQL is not installed (tests/run installs it when it runs as root)");
        return found!;
    }

    /// <summary>A library of the operating system.</summary>
    public static void Library(string name)
    {
        var present = NativeLibrary.TryLoad(name, out var handle);
        if (present)
        {
            NativeLibrary.Free(handle);
        }

        SkipUnless(present, $"{name} is not installed (tests/run installs it when it runs as root)");
    }

    /// <summary>The top folder of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private static void SkipUnless(bool present, string reason)
    {
        var mustNotSkip = Environment.GetEnvironmentVariable("CI") == "true";
        Assert.True(present || !mustNotSkip, $"In CI nothing may be skipped, but {reason}.");
        Skip.IfNot(present, reason);
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (!File.Exists(Path.Combine(folder.FullName, "IncidentBot.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
