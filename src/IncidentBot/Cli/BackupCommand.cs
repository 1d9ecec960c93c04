using System.CommandLine;
using IncidentBot.Storage.Backups;
using IncidentBot.Storage.Sqlite;

namespace IncidentBot.Cli;

/// <summary><c>backup</c>: copies the database, also while the bot runs, and checks the copy.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "The file to make" };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there" };
        var command = new Command("backup", "Copy the database, also while the bot runs, and check the copy") { path, force };
        command.SetAction(result =>
        {
            var database = LocalBot.ExistingPath(LocalBot.Settings());
            var target = Path.GetFullPath(result.GetValue(path)!);
            var report = Progress.Show(
                result.InvocationConfiguration.Error,
                tell => Backup.Make(new SqliteFile(database), target, result.GetValue(force), tell));
            result.InvocationConfiguration.Output.WriteLine(
                $"{target}: {report.Incidents} incidents, {report.Events} events, {report.Deliveries} deliveries, {new FileInfo(target).Length} bytes, checked");
            return ExitCode.Good;
        });
        return command;
    }
}
