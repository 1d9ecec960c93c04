using System.CommandLine;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Cli;

/// <summary>The command line: <c>serve</c> unless another command is named. Data on standard output, all else on standard error.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, TimeProvider time)
    {
        var parsed = Create(time).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"incidentbot: {error.Message}");
            }

            await Console.Error.WriteLineAsync("incidentbot --help lists the commands.");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // The host ends itself on a signal, draining first; a second watch would cut it short.
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception e) when (Problem.For(e) is { } line)
        {
            await Console.Error.WriteLineAsync($"incidentbot: {line}");
            return ExitCode.Failed;
        }
    }

    private static RootCommand Create(TimeProvider time)
    {
        var root = new RootCommand("IncidentBot captures incidents from chat and compiles their postmortem drafts.")
        {
            ServeCommand.Create(),
            ReplayCommand.Create(time),
            TimeCommand.Create(time),
            LogCommand.Create(time),
            ListCommand.Create(time),
            ShowCommand.Create(time),
            DraftCommand.Create("draft", "Print the draft of an incident", time),
            DraftCommand.Create("export", "Write the draft of an incident to a file, or to standard output", time),
            MigrateCommand.Create(time),
            VerifyCommand.Create(time),
            BackupCommand.Create(),
            RestoreCommand.Create(time),
            DoctorCommand.Create(time),
            SlackCommand.Create(),
            DiscordCommand.Create(time),
        };
        root.SetAction((_, _) => BotServer.RunAsync());
        return root;
    }
}
