using System.CommandLine;
using IncidentBot.Discord;
using IncidentBot.Slack;
using IncidentBot.Storage;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Web.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Cli;

/// <summary><c>doctor</c>: looks at everything the bot needs and says, for each thing that is wrong, what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create(TimeProvider time)
    {
        var command = new Command("doctor", "Check settings, folders, disk and database, and say what to do");
        command.SetAction(async (result, ct) =>
        {
            var passes = true;
            foreach (var (name, examine) in UsesPostgres() ? OfServer(time, ct) : OfFile())
            {
                var diagnosis = await ExamineAsync(examine);
                passes &= diagnosis.Passes;
                result.InvocationConfiguration.Output.WriteLine($"{diagnosis.Mark} {name}: {diagnosis.Finding}");
            }

            foreach (var (name, diagnosis) in (await SlackAsync(time, ct)).Concat(await DiscordAsync(time, ct)))
            {
                passes &= diagnosis.Passes;
                result.InvocationConfiguration.Output.WriteLine($"{diagnosis.Mark} {name}: {diagnosis.Finding}");
            }

            return passes ? ExitCode.Good : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>A setting that cannot be read is told by each examination that needs it.</summary>
    private static bool UsesPostgres()
    {
        try
        {
            return new StorageOptions { Provider = LocalBot.Settings().Word("Storage:Provider") ?? "" }.IsPostgres;
        }
        catch (Exception e) when (Problem.For(e) is not null)
        {
            return false;
        }
    }

    private static IEnumerable<(string Name, Func<ConfigurationManager, Task<Diagnosis>> Examine)> OfServer(TimeProvider time, CancellationToken ct) =>
    [
        .. Quick([.. Always()]),
        ("server", settings => ServerAsync(settings, time, ct)),
        ("database", settings => DatabaseAsync(settings, time, ct)),
    ];

    private static IEnumerable<(string Name, Func<ConfigurationManager, Task<Diagnosis>> Examine)> OfFile() => Quick(
    [
        .. Always(),
        ("file system", FileSystem),
        ("permissions", Permissions),
        ("sqlite", _ => Diagnosis.Good($"{SqliteLibrary.Current}")),
        ("running bot", settings => Diagnosis.Good(InstanceLock.ReadHolder(LocalBot.PathIn(settings)) is { } holder
            ? $"process {holder.Pid}, {holder.Url ?? "not listening"} (or it was killed; the next start takes over)"
            : "none")),
        ("schema", Schema),
        ("database", Database),
    ]);

    private static IEnumerable<(string Name, Func<ConfigurationManager, Task<Diagnosis>> Examine)> Quick(
        (string Name, Func<ConfigurationManager, Diagnosis> Examine)[] examinations) =>
        examinations.Select(quick => (quick.Name, (Func<ConfigurationManager, Task<Diagnosis>>)(settings => Task.FromResult(quick.Examine(settings)))));

    private static IEnumerable<(string Name, Func<ConfigurationManager, Diagnosis> Examine)> Always() =>
    [
        ("settings", settings => Diagnosis.Good($"commands under /{CommandOptions.Read(settings).Root}, zone {CommandOptions.Read(settings).DefaultZone}")),
        ("web", settings => Diagnosis.Good($"{WebOptions.Read(settings).Url}, access key {(WebOptions.Read(settings).DemandsKey ? "demanded" : "not needed on loopback")}")),
        ("layouts", Layouts),
        ("data folder", Folder),
        ("free disk", Disk),
        ("emergency file", Spool),
    ];

    private static async Task<Diagnosis> ExamineAsync(Func<ConfigurationManager, Task<Diagnosis>> examine)
    {
        try
        {
            return await examine(LocalBot.Settings());
        }
        catch (Exception e) when (Problem.For(e) is not null)
        {
            return Diagnosis.Wrong(Problem.For(e)!);
        }
    }

    private static async Task<IReadOnlyList<(string Name, Diagnosis Diagnosis)>> SlackAsync(TimeProvider time, CancellationToken ct)
    {
        try
        {
            return await SlackDiagnosis.ExamineAsync(SlackOptions.Read(LocalBot.Settings()), time, ct);
        }
        catch (Exception e) when (Problem.For(e) is { } problem)
        {
            return [("slack", Diagnosis.Wrong(problem))];
        }
    }

    private static async Task<IReadOnlyList<(string Name, Diagnosis Diagnosis)>> DiscordAsync(TimeProvider time, CancellationToken ct)
    {
        try
        {
            var settings = LocalBot.Settings();
            return await DiscordDiagnosis.ExamineAsync(DiscordOptions.Read(settings), CommandOptions.Read(settings), time, ct);
        }
        catch (Exception e) when (Problem.For(e) is { } problem)
        {
            return [("discord", Diagnosis.Wrong(problem))];
        }
    }

    private static Diagnosis Layouts(ConfigurationManager settings)
    {
        var layouts = DraftOptions.Read(settings);
        return layouts.Problems.Count == 0
            ? Diagnosis.Good(string.Join(", ", layouts.Names))
            : Diagnosis.Wrong(string.Join("; ", layouts.Problems));
    }

    private static Diagnosis Folder(ConfigurationManager settings)
    {
        var folder = Directory.CreateDirectory(FolderOf(settings)).FullName;
        var probe = Path.Combine(folder, $".doctor-{Guid.NewGuid():N}");
        File.WriteAllText(probe, "");
        File.Delete(probe);
        return Diagnosis.Good($"{folder} can be written");
    }

    private static Diagnosis FileSystem(ConfigurationManager settings)
    {
        var name = FileSystems.NameOf(FolderOf(settings));
        return FileSystems.Refusal(name) is { } refusal ? Diagnosis.Wrong($"{FolderOf(settings)} {refusal}")
            : FileSystems.Warning(name) is { } warning ? Diagnosis.Warning($"{FolderOf(settings)} {warning}")
            : Diagnosis.Good(name ?? "not told by the system");
    }

    private static Diagnosis Permissions(ConfigurationManager settings)
    {
        const UnixFileMode Others =
            UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        var path = LocalBot.PathIn(settings);
        var open = OperatingSystem.IsWindows() || !File.Exists(path) ? UnixFileMode.None : File.GetUnixFileMode(path) & Others;
        return open == UnixFileMode.None
            ? Diagnosis.Good("the database is for its owner only")
            : Diagnosis.Warning($"others may read or write {path}; run: chmod 600 {path}");
    }

    private static Diagnosis Disk(ConfigurationManager settings)
    {
        var free = FileSystems.Free(FolderOf(settings));
        return StoreWatch.Judge(free, FolderOf(settings)) is { } problem ? Diagnosis.Wrong(problem.Text) : Diagnosis.Good($"{free >> 20} MB");
    }

    private static Diagnosis Spool(ConfigurationManager settings)
    {
        var folder = Path.GetDirectoryName(LocalBot.SpoolPathIn(settings, LocalBot.PathIn(settings)))!;
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        return UsesPostgres() ? Diagnosis.Good(folder)
            : FileIdentity.Of(existing)?.Device == FileIdentity.Of(FolderOf(settings))?.Device
            ? Diagnosis.Warning($"{folder} is on the disk of the database, and fills up with it; set Storage:SpoolPath to another disk if there is one")
            : Diagnosis.Good($"{folder}, on another disk than the database");
    }

    private static Diagnosis Schema(ConfigurationManager settings)
    {
        var path = LocalBot.PathIn(settings);
        var version = File.Exists(path) ? new SqliteFile(path).ReadVersion() : 0;
        return Diagnosis.Good(
            version == 0 ? $"{SqliteSchema.Steps.Count}, once the file is made"
            : version == SqliteSchema.Steps.Count ? $"{version}"
            : $"{version}; the next start brings it up to {SqliteSchema.Steps.Count}");
    }

    private static async Task<Diagnosis> ServerAsync(ConfigurationManager settings, TimeProvider time, CancellationToken ct)
    {
        await using var database = Postgres(settings, time);
        return Diagnosis.Good(await database.DescribeServerAsync(ct));
    }

    private static async Task<Diagnosis> DatabaseAsync(ConfigurationManager settings, TimeProvider time, CancellationToken ct)
    {
        await using var database = Postgres(settings, time);
        return Judge(database.Place, await StoreIntegrity.CheckAsync(database, (_, _) => { }, ct));
    }

    private static Diagnosis Database(ConfigurationManager settings)
    {
        // Wrong ones are named before anything is looked at.
        _ = StorageOptions.Read(settings);
        var path = LocalBot.PathIn(settings);
        return File.Exists(path)
            ? Judge(path, StoreIntegrity.Check(path, (_, _) => { }))
            : Diagnosis.Good($"{path} is made when the bot first starts");
    }

    private static PostgresDatabase Postgres(ConfigurationManager settings, TimeProvider time) =>
        new(StorageOptions.Read(settings).ReadPostgres(), time, NullLogger.Instance);

    private static Diagnosis Judge(string place, IntegrityReport report) =>
        report.Findings.Count > 0
            ? Diagnosis.Wrong($"{report.Findings.Count} findings, the first: {report.Findings[0]} (all: incidentbot verify)")
            : StoreFinding.OfQuarantine(report.Quarantined.Count) is { } kept ? Diagnosis.Warning($"{place}: {kept.Text}")
            : Diagnosis.Good($"{place}, {report.Incidents} incidents, {report.Events} events, no findings");

    private static string FolderOf(ConfigurationManager settings) => Path.GetDirectoryName(LocalBot.PathIn(settings))!;
}
