using System.CommandLine;
using IncidentBot.Storage;
using IncidentBot.Storage.Integrity;
using IncidentBot.Web.Hosting;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Cli;

/// <summary><c>doctor</c>: looks at everything the bot needs and says, for each thing that is wrong, what to do.</summary>
internal static class DoctorCommand
{
    private const long LeastFree = 200L << 20;

    public static Command Create()
    {
        var command = new Command("doctor", "Check settings, folders, disk and database, and say what to do");
        command.SetAction(result =>
        {
            var good = true;
            foreach (var (name, examine) in Examinations())
            {
                var (passed, finding) = Examine(examine);
                good &= passed;
                result.InvocationConfiguration.Output.WriteLine($"{(passed ? "ok  " : "BAD ")} {name}: {finding}");
            }

            return good ? ExitCode.Good : ExitCode.Failed;
        });
        return command;
    }

    private static IEnumerable<(string Name, Func<ConfigurationManager, (bool, string)> Examine)> Examinations() =>
    [
        ("settings", settings => (true, $"commands under /{CommandOptions.Read(settings).Root}, zone {CommandOptions.Read(settings).DefaultZone}")),
        ("web", settings => (true, $"{WebOptions.Read(settings).Url}, access key {(WebOptions.Read(settings).DemandsKey ? "demanded" : "not needed on loopback")}")),
        ("layouts", Layouts),
        ("data folder", Folder),
        ("free disk", Disk),
        ("sqlite", _ => (true, $"{SqliteVersion()}, packaged")),
        ("running bot", settings => (true, InstanceLock.ReadHolder(LocalBot.PathIn(settings)) is { } holder
            ? $"process {holder.Pid}, {holder.Url ?? "not listening"} (or it was killed; the next start takes over)"
            : "none")),
        ("database", Database),
    ];

    private static (bool, string) Examine(Func<ConfigurationManager, (bool, string)> examine)
    {
        try
        {
            return examine(LocalBot.Settings());
        }
        catch (Exception e) when (Problem.For(e) is not null)
        {
            return (false, Problem.For(e)!);
        }
    }

    private static (bool, string) Layouts(ConfigurationManager settings)
    {
        var layouts = DraftOptions.Read(settings);
        return (layouts.Problems.Count == 0, string.Join("; ", layouts.Problems.DefaultIfEmpty(string.Join(", ", layouts.Names))));
    }

    private static (bool, string) Folder(ConfigurationManager settings)
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(LocalBot.PathIn(settings))!).FullName;
        var probe = Path.Combine(folder, $".doctor-{Guid.NewGuid():N}");
        File.WriteAllText(probe, "");
        File.Delete(probe);
        return (true, $"{folder} can be written");
    }

    private static (bool, string) Disk(ConfigurationManager settings)
    {
        var free = new DriveInfo(Path.GetDirectoryName(LocalBot.PathIn(settings))!).AvailableFreeSpace;
        return (free > LeastFree, $"{free >> 20} MB{(free > LeastFree ? "" : "; make room before the next incident")}");
    }

    private static (bool, string) Database(ConfigurationManager settings)
    {
        var path = LocalBot.PathIn(settings);
        if (!File.Exists(path))
        {
            return (true, $"{path} is made when the bot first starts");
        }

        var report = StoreIntegrity.Check(path, (_, _) => { });
        return (report.Findings.Count == 0, report.Findings.Count == 0
            ? $"{path}, {report.Incidents} incidents, {report.Events} events, no findings"
            : $"{report.Findings.Count} findings, the first: {report.Findings[0]} (all: incidentbot verify)");
    }

    private static string SqliteVersion()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }
}
