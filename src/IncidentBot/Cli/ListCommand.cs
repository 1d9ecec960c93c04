using System.CommandLine;
using System.Text.Json;
using IncidentBot.Core.Incidents;
using IncidentBot.Web.Api;

namespace IncidentBot.Cli;

/// <summary><c>list</c>: all incidents, newest first, a tab-separated line each.</summary>
internal static class ListCommand
{
    private const int Page = 500;

    public static Command Create(TimeProvider time)
    {
        var json = new Option<bool>("--json") { Description = "As JSON" };
        var command = new Command("list", "List all incidents, newest first: id, state, opened, entries, channel, title") { json };
        command.SetAction(async (result, ct) =>
        {
            await using var bot = await LocalBot.OpenReadOnlyAsync(time, ct);
            var lines = await ReadAsync(bot.Store, ct);
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(json))
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(new IncidentPage(lines, null), JsonSerializerOptions.Web));
                return ExitCode.Good;
            }

            foreach (var line in lines)
            {
                string[] cells = [line.Id, line.State, $"{line.OpenedAt:yyyy-MM-ddTHH:mm:ssZ}", $"{line.Entries}", line.Channel, line.Title];
                await output.WriteLineAsync(string.Join('\t', cells.Select(cell => Terminal.Show(cell.ReplaceLineEndings(" ").Replace('\t', ' ')))));
            }

            return ExitCode.Good;
        });
        return command;
    }

    private static async Task<IReadOnlyList<IncidentLine>> ReadAsync(IIncidentStore store, CancellationToken ct)
    {
        var all = new List<IncidentLine>();
        for (var page = await store.ListAsync(null, Page, ct); page.Count > 0; page = await store.ListAsync(page[^1].Id, Page, ct))
        {
            all.AddRange(page.Select(IncidentLine.Of));
        }

        return all;
    }
}
