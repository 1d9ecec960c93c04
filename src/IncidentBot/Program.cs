using System.CommandLine;
using IncidentBot.Cli;
using IncidentBot.Web.Hosting;

var serve = new Command("serve", "Serves until it is told to stop.");
var root = new RootCommand("Records an incident as it happens.") { serve, TimeCommand.Create(TimeProvider.System) };
serve.SetAction((_, _) => BotServer.RunAsync());
root.SetAction((_, _) => BotServer.RunAsync());

// The host handles signals itself, and needs longer than the two seconds this library would give it.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
