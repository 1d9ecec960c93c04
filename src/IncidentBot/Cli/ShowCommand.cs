using System.CommandLine;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using NodaTime;
using Spectre.Console;

namespace IncidentBot.Cli;

/// <summary><c>show</c>: one incident as a person reads it.</summary>
internal static class ShowCommand
{
    public static Command Create(TimeProvider time)
    {
        var id = new Argument<string>("ID") { Description = "Such as INC-1" };
        var command = new Command("show", "Show an incident with its entries") { id };
        command.SetAction(async (result, ct) =>
        {
            await using var bot = await LocalBot.OpenReadOnlyAsync(time, ct);
            var incident = await bot.FindAsync(result.GetValue(id)!, ct);
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(result.InvocationConfiguration.Output) });
            console.WriteLine($"{incident.Id} {Terminal.Show(incident.Title)} · {incident.State.ToString().ToLowerInvariant()} · {incident.Zone}");
            console.Write(Table(incident, Instant.FromDateTimeOffset(time.GetUtcNow())));
            return ExitCode.Good;
        });
        return command;
    }

    private static Table Table(Incident incident, Instant now)
    {
        var zone = Zones.Get(incident.Zone);
        var table = new Table().AddColumns("#", "when", "kind", "text", "by");
        foreach (var entry in incident.Entries)
        {
            var when = entry.When is { } w ? TimeWords.Stamp(w.OccurredAt, zone, now) : "";
            var text = entry.Words.Label is { } label ? $"[{label}] {entry.Text}" : entry.Text;
            string[] cells = [$"{entry.Number}", when, entry.Kind.Verb(), entry.Withdrawn ? $"(taken back) {text}" : text, entry.Author.Name];
            table.AddRow(cells.Select(cell => new Text(Terminal.Show(cell))));
        }

        return table;
    }
}
