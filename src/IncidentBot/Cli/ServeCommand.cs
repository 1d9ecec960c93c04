using System.CommandLine;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Cli;

/// <summary><c>serve</c>: runs the bot until it is told to stop. Also what happens without a command.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Run the bot (the default)");
        command.SetAction((_, _) => BotServer.RunAsync());
        return command;
    }
}
