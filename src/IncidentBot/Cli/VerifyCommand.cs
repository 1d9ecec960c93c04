using System.CommandLine;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Rows;
using NodaTime.Text;

namespace IncidentBot.Cli;

/// <summary><c>verify</c>: checks the database file, every stream of events in it, and all that is derived from them.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var database = new Option<FileInfo?>("--db") { Description = "Another database than the one in the settings" };
        var command = new Command("verify", "Check the database and every event in it") { database };
        command.SetAction(result =>
        {
            var settings = LocalBot.Settings();
            var path = result.GetValue(database)?.FullName ?? LocalBot.PathIn(settings);
            var report = Progress.Show(
                result.InvocationConfiguration.Error,
                tell => StoreIntegrity.Check(path, (done, all) => tell("Checking incidents", done, all)));
            var output = result.InvocationConfiguration.Output;
            foreach (var finding in report.Findings)
            {
                output.WriteLine(finding);
            }

            output.WriteLine(
                $"{path}: {report.Incidents} incidents, {report.Events} events, {report.Deliveries} deliveries, {report.Findings.Count} findings");
            foreach (var command in report.Quarantined)
            {
                // Control characters that were typed stay out of the terminal.
                var text = string.Concat(command.Text.Select(c => char.IsControl(c) ? ' ' : c));
                output.WriteLine(
                    $"not in the timeline: {InstantPattern.General.Format(command.ReceivedAt.ToInstant())} {command.Channel} "
                    + $"{command.ActorName}: {text} ({command.Reason})");
            }

            return report.Findings.Count == 0 ? ExitCode.Good : ExitCode.Failed;
        });
        return command;
    }
}
