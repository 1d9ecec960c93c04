using System.CommandLine;
using IncidentBot.Storage;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Postgres;
using IncidentBot.Web.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Cli;

/// <summary><c>doctor</c>: looks at everything the bot needs and says, for each thing that is wrong, what to do.</summary>
internal static class DoctorCommand
{
    private const long LeastFree = 200L << 20;

    public static Command Create(TimeProvider time)
    {
        var command = new Command("doctor", "Check settings, folders, disk and database, and say what to do");
        command.SetAction(async (result, ct) =>
        {
            var good = true;
            foreach (var (name, examine) in Examinations().Append(("database", settings => DatabaseAsync(settings, time, ct))))
            {
                var (passed, finding) = await ExamineAsync(examine);
                good &= passed;
                result.InvocationConfiguration.Output.WriteLine($"{(passed ? "ok  " : "BAD ")} {name}: {finding}");
            }

            return good ? ExitCode.Good : ExitCode.Failed;
        });
        return command;
    }

    private static IEnumerable<(string Name, Func<ConfigurationManager, Task<(bool, string)>> Examine)> Examinations() =>
        Quick().Select(quick => (quick.Name, (Func<ConfigurationManager, Task<(bool, string)>>)(settings => Task.FromResult(quick.Examine(settings)))));

    private static IEnumerable<(string Name, Func<ConfigurationManager, (bool, string)> Examine)> Quick() =>
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
    ];

    private static async Task<(bool, string)> ExamineAsync(Func<ConfigurationManager, Task<(bool, string)>> examine)
    {
        try
        {
            return await examine(LocalBot.Settings());
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

    private static async Task<(bool, string)> DatabaseAsync(ConfigurationManager settings, TimeProvider time, CancellationToken ct)
    {
        if (StorageOptions.Read(settings) is { IsPostgres: true } options)
        {
            await using var database = new PostgresDatabase(options.ReadPostgres(), time, NullLogger.Instance);
            return Finding(database.Place, await StoreIntegrity.CheckAsync(database, (_, _) => { }, ct));
        }

        var path = LocalBot.PathIn(settings);
        if (!File.Exists(path))
        {
            return (true, $"{path} is made when the bot first starts");
        }

        return Finding(path, StoreIntegrity.Check(path, (_, _) => { }));
    }

    private static (bool, string) Finding(string place, IntegrityReport report) =>
        (report.Findings.Count == 0, report.Findings.Count == 0
            ? $"{place}, {report.Incidents} incidents, {report.Events} events, no findings"
            : $"{report.Findings.Count} findings, the first: {report.Findings[0]} (all: incidentbot verify)");

    private static string SqliteVersion()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }
}
