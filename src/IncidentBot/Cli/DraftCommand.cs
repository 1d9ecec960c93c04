using System.CommandLine;

namespace IncidentBot.Cli;

/// <summary><c>draft</c> and <c>export</c>: the draft on standard output, or in a file.</summary>
internal static class DraftCommand
{
    public static Command Create(string name, string does, TimeProvider time)
    {
        var id = new Argument<string>("ID") { Description = "Such as INC-1" };
        var layout = Options.Layout();
        var format = Options.Format();
        var route = new Option<bool>("--route") { Description = "With the route of the investigation" };
        var file = new Option<FileInfo?>("--out") { Description = "Write into this file" };
        var command = new Command(name, does) { id, layout, format, route, file };
        command.SetAction(async (result, ct) =>
        {
            await using var bot = await LocalBot.OpenReadOnlyAsync(time, ct);
            var incident = await bot.FindAsync(result.GetValue(id)!, ct);
            var draft = bot.Drafts.Compile(incident, result.GetValue(layout), Options.Read(result.GetValue(format)), result.GetValue(route));
            if (result.GetValue(file) is { } target)
            {
                await File.WriteAllTextAsync(target.FullName, draft.Content, ct);
                await result.InvocationConfiguration.Error.WriteLineAsync($"{incident.Id} is in {target.FullName}");
            }
            else
            {
                await result.InvocationConfiguration.Output.WriteAsync(draft.Content);
            }

            return ExitCode.Good;
        });
        return command;
    }
}
