using System.CommandLine;
using IncidentBot.Faults;
using IncidentBot.Faults.Mutants;
using IncidentBot.Web.Hosting;

var rounds = new Option<int?>("--rounds") { Description = "Rounds of each family, instead of its own number" };
var seed = new Option<int>("--seed") { Description = "Where chance begins", DefaultValueFactory = _ => 1 };
var only = new Option<string>("--only") { Description = $"Families to run, with commas: {string.Join(',', Suite.Names)}", DefaultValueFactory = _ => "" };
var spoiled = new Option<string?>("--mutant") { Description = "Break this promise of the bot, to see it noticed" };
spoiled.AcceptOnlyFromAmong([.. Mutant.Names]);
var root = new RootCommand("Kills the bot, cuts its power and breaks its disk under load, and compares what it said with what it kept.") { rounds, seed, only, spoiled };
root.SetAction(async (parsed, _) => await Suite.RunAsync(
    parsed.GetValue(rounds), parsed.GetValue(spoiled), parsed.GetValue(seed), parsed.GetValue(only)!.Split(',', StringSplitOptions.RemoveEmptyEntries)) ? 0 : 1);

var mutant = new Option<string?>("--mutant") { Description = string.Join(", ", Mutant.Names) };
var starved = new Option<bool>("--starved") { Description = "Keep the threads of its pool busy at first" };
mutant.AcceptOnlyFromAmong([.. Mutant.Names]);
var serve = new Command("serve", "Run the bot with one promise broken, or in a hard time") { mutant, starved };
serve.SetAction((parsed, _) => BotServer.RunAsync(replace: services =>
{
    if (parsed.GetValue(mutant) is { } name)
    {
        Mutant.Spoil(name, services);
    }

    if (parsed.GetValue(starved))
    {
        services.AddHostedService<StarvedPool>();
    }
}));
root.Add(serve);

return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
