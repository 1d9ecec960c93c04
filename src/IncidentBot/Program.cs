using System.CommandLine;
using IncidentBot.Cli;
var root = new RootCommand("x") { TimeCommand.Create(TimeProvider.System) };
return await root.Parse(args).InvokeAsync();
