using System.CommandLine;
using IncidentBot.Faults;
using IncidentBot.Faults.Mutants;
using IncidentBot.Web.Hosting;

var rounds = new Option<int?>("--rounds") { Description = "Rounds of each family, instead of its own number" };
var seed = new Option<int>("--seed") { Description = "Where chance begins", DefaultValueFactory = _ => 1 };
var only = new Option<string>("--only") { Description = $"Families to run, with commas: {string.Join(',', Suite.Names)}", DefaultValueFactory = _ => "" };
var spoiled = new Option<string?>("--mutant") { Description = "Break this promise of the bot, to see it noticed" };
var mutant = new Option<string>("--mutant") { Description = string.Join(", ", Mutant.Names), Required = true };
mutant.AcceptOnlyFromAmong([.. Mutant.Names]);
spoiled.AcceptOnlyFromAmong([.. Mutant.Names]);
var root = new RootCommand("Kills the bot, cuts its power and breaks its disk under load, and compares what it said with what it kept.") { rounds, seed, only, spoiled };
root.SetAction(async (parsed, _) => await Suite.RunAsync(
    parsed.GetValue(rounds), parsed.GetValue(spoiled), parsed.GetValue(seed), parsed.GetValue(only)!.Split(',', StringSplitOptions.RemoveEmptyEntries)) ? 0 : 1);

var serve = new Command("serve", "Run the bot with one promise broken") { mutant };
serve.SetAction((parsed, _) => BotServer.RunAsync(replace: Mutant.Find(parsed.GetValue(mutant)!)));
root.Add(serve);

return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
