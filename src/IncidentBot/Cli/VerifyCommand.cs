using System.CommandLine;
using IncidentBot.Storage;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Rows;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime.Text;

namespace IncidentBot.Cli;

/// <summary><c>verify</c>: checks the database file, every stream of events in it, and all that is derived from them.</summary>
internal static class VerifyCommand
{
    public static Command Create(TimeProvider time)
    {
        var database = new Option<FileInfo?>("--db") { Description = "Another database file than the one in the settings" };
        var command = new Command("verify", "Check the database and every event in it") { database };
        command.SetAction(async (result, ct) =>
        {
            var (place, report) = await CheckAsync(result.GetValue(database)?.FullName, time, result.InvocationConfiguration.Error, ct);
            var output = result.InvocationConfiguration.Output;
            foreach (var finding in report.Findings)
            {
                output.WriteLine(finding);
            }

            output.WriteLine(
                $"{place}: {report.Incidents} incidents, {report.Events} events, {report.Deliveries} deliveries, {report.Findings.Count} findings");
            foreach (var command in report.Quarantined)
            {
                // Control characters that were typed stay out of the terminal.
                var text = Erasure.IsErased(command.Text) ? Erasure.Reply : string.Concat(command.Text.Select(c => char.IsControl(c) ? ' ' : c));
                output.WriteLine(
                    $"not in the timeline, quarantine {command.Id}: {InstantPattern.General.Format(command.ReceivedAt.ToInstant())} {command.Channel} "
                    + $"{command.ActorName}: {text} ({(Erasure.IsErased(command.Reason) ? "erased" : command.Reason)})");
            }

            return report.Findings.Count == 0 ? ExitCode.Good : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<(string Place, IntegrityReport Report)> CheckAsync(string? file, TimeProvider time, TextWriter error, CancellationToken ct)
    {
        var settings = LocalBot.Settings();
        if (file is null && StorageOptions.Read(settings) is { IsPostgres: true } options)
        {
            await using var database = new PostgresDatabase(options.ReadPostgres(), time, NullLogger.Instance);
            return (database.Place, await Progress.Show(
                error, tell => StoreIntegrity.CheckAsync(database, (done, all) => tell("Checking incidents", done, all), ct)));
        }

        var path = file ?? LocalBot.PathIn(settings);
        return (path, Progress.Show(error, tell => StoreIntegrity.Check(path, (done, all) => tell("Checking incidents", done, all))));
    }
}
