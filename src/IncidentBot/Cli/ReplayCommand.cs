using System.CommandLine;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Cli;

/// <summary><c>replay</c>: plays a script and prints the draft, or plays it into the running bot as a rehearsal.</summary>
internal static class ReplayCommand
{
    public static Command Create(TimeProvider time)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The script" };
        file.AcceptExistingOnly();
        var layout = Options.Layout();
        var format = Options.Format();
        var database = new Option<FileInfo?>("--db") { Description = "Record into this database (default: one that is thrown away)" };
        var speed = new Option<string?>("--speed") { Description = "Play into the running bot at this multiple of the real speed, as 10x" };
        var channel = new Option<string>("--channel") { Description = "The channel of a rehearsal", DefaultValueFactory = _ => "rehearsal" };
        var command = new Command("replay", "Play a script of typed lines and print the draft") { file, layout, format, database, speed, channel };
        command.SetAction(async (result, ct) =>
        {
            var script = ReplayScript.Parse(await File.ReadAllTextAsync(result.GetValue(file)!.FullName, ct));
            return result.GetValue(speed) is { } multiple
                ? await RehearseAsync(script, multiple, result.GetValue(channel)!, result, time, ct)
                : await PlayAsync(script, result.GetValue(layout), result.GetValue(format), result.GetValue(database), result, time, ct);
        });
        return command;
    }

    private static async Task<int> PlayAsync(
        ReplayScript script, string? layout, string? format, FileInfo? database, ParseResult result, TimeProvider time, CancellationToken ct)
    {
        var scratch = database is null ? Directory.CreateTempSubdirectory("incidentbot-replay-") : null;
        try
        {
            await using var bot = LocalBot.OpenFile(time, database?.FullName ?? Path.Combine(scratch!.FullName, "replay.db"));
            var error = result.InvocationConfiguration.Error;
            var incident = await ReplayPlayer.PlayAsync(
                script, bot.Handler, bot.Store, (step, answer) => error.WriteLine(Terminal.Show($"> {step.User}: {step.Line}\n{answer.Reply}")), ct);
            if (incident is null)
            {
                await error.WriteLineAsync("incidentbot: the script opened no incident");
                return ExitCode.Failed;
            }

            await result.InvocationConfiguration.Output.WriteAsync(Compile(bot, incident, layout ?? script.Layout, format));
            return ExitCode.Good;
        }
        finally
        {
            scratch?.Delete(recursive: true);
        }
    }

    private static string Compile(LocalBot bot, Incident incident, string? layout, string? format) =>
        bot.Drafts.Compile(incident, layout, Options.Read(format), withRoute: false).Content;

    private static async Task<int> RehearseAsync(
        ReplayScript script, string multiple, string channel, ParseResult result, TimeProvider time, CancellationToken ct)
    {
        var error = result.InvocationConfiguration.Error;
        if (!Rehearsal.TryReadSpeed(multiple, out var speed))
        {
            await error.WriteLineAsync($"incidentbot: --speed {multiple} is no speed. Example: --speed 10x");
            return ExitCode.Usage;
        }

        using var http = RunningBot.Connect(LocalBot.Settings())
            ?? throw new IOException("no bot is running here; start it with `incidentbot serve` first");
        await error.WriteLineAsync($"Watch it at {http.BaseAddress}?channel={Uri.EscapeDataString(channel)}");
        return await new Rehearsal(http, time, error).PlayAsync(script, channel, speed, ct) ? ExitCode.Good : ExitCode.Failed;
    }
}
