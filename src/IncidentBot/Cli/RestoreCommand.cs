using System.CommandLine;
using IncidentBot.Storage;
using IncidentBot.Storage.Backups;

namespace IncidentBot.Cli;

/// <summary><c>restore</c>: puts a backup in the place of the database, or says what that would come to.</summary>
internal static class RestoreCommand
{
    public static Command Create(TimeProvider time)
    {
        var path = new Argument<string>("PATH") { Description = "The backup" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only check it and say what would be replaced and lost" };
        var command = new Command("restore", "Put a backup in the place of the database, which is moved aside") { path, dryRun };
        command.SetAction(result =>
        {
            var database = LocalBot.FileIn(LocalBot.Settings());
            var backup = Path.GetFullPath(result.GetValue(path)!);
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);

            // Held to the end: no bot starts on a database that is about to be replaced.
            using var held = result.GetValue(dryRun) ? null : InstanceLock.Take(database, time);
            using var restore = new Restore(database, backup, time);
            var examined = Progress.Show(error, restore.Examine);
            Describe(examined, backup, output);
            if (!examined.CanBeUsed)
            {
                return ExitCode.Failed;
            }

            if (held is null)
            {
                output.WriteLine("Nothing was changed.");
                return ExitCode.Good;
            }

            var moved = restore.Replace();
            output.WriteLine(string.Join('\n', moved.Select(file => $"kept:    {file}").Append($"{database} is restored; start the bot.")));
            return ExitCode.Good;
        });
        return command;
    }

    private static void Describe(Examined examined, string backup, TextWriter output)
    {
        var report = examined.Report;
        foreach (var finding in report.Findings)
        {
            output.WriteLine(Terminal.Show(finding));
        }

        output.WriteLine(
            $"backup:  {backup}: {report.Incidents} incidents, {report.Events} events, {report.Deliveries} deliveries, " +
            $"newest event {(examined.Newest is { } newest ? $"{newest}" : "none")}, schema {examined.Version}, {report.Findings.Count} findings");
        if (examined.PlainCopy)
        {
            output.WriteLine("warning: this is a plain copy, not made by incidentbot backup; if the bot ran meanwhile, what stood in its -wal file is missing.");
        }

        if (!examined.CanBeUsed)
        {
            output.WriteLine("It cannot be used. Nothing was changed.");
            return;
        }

        output.WriteLine($"present: {examined.Present ?? "there is no database; nothing would be replaced"}");
        if (examined.Unreadable is { } unreadable)
        {
            output.WriteLine($"lost:    cannot be counted, because the present database cannot be read: {unreadable}");
        }
        else if (examined.Loss is { } loss)
        {
            output.WriteLine($"lost:    {loss.Events} events and {loss.Deliveries} deliveries that the backup has not");
            if (loss.Redactions > 0)
            {
                output.WriteLine($"warning: {loss.Redactions} redactions are not in the backup: what they erased would be there again.");
            }
        }
    }
}
