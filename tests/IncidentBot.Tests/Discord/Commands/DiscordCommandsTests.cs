using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentBot.Core.Commands;
using IncidentBot.Discord.Commands;
using IncidentBot.Discord.Setup;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Tests.Discord.OpenApi;

namespace IncidentBot.Tests.Discord.Commands;

public sealed partial class DiscordCommandsTests
{
    private const int LargestCommand = 8000;

    /// <summary>The locales that Discord has, as far as we speak them.</summary>
    private static readonly string[] Known = ["de", "es-ES", "es-419", "fr", "it", "ja", "nl", "pt-BR", "zh-CN"];

    [SkippableTheory]
    [InlineData("incident", true)]
    [InlineData("incident", false)]
    [InlineData("inc-7", true)]
    public void They_pass_the_official_description(string root, bool isGlobal) => Assert.Empty(
        DiscordDescription.Get().Problems("PUT", "/applications/1/commands", DiscordRegistration.Write(new CommandSettings { Root = root }, isGlobal)));

    [Fact]
    public void Every_verb_that_stands_alone_is_a_command_and_every_other_is_found_under_the_root()
    {
        var commands = DiscordCommands.All(new CommandSettings(), isGlobal: true);
        var subcommands = commands[0].Options!.Select(option => option.Name).ToList();

        Assert.Equal(
            Verbs.All.Where(verb => verb.IsTopLevel).Select(verb => verb.Name).Prepend("incident").Append("Add to timeline"),
            commands.Select(command => command.Name));
        Assert.Empty(Verbs.All.Where(verb => !verb.IsTopLevel).Select(verb => verb.Name).Except(subcommands));
        Assert.Contains("log", subcommands);
        Assert.Contains("note", subcommands);
        Assert.InRange(subcommands.Count, 1, 25);
    }

    [Fact]
    public void Whatever_takes_words_takes_them_as_text()
    {
        var commands = DiscordCommands.All(new CommandSettings(), isGlobal: true);
        var all = commands.Where(c => c.Type == CommandTypes.Slash).Skip(1).Select(c => (c.Name, c.Options)).Concat(commands[0].Options!.Select(o => (o.Name, o.Options)));

        Assert.All(all.Where(c => Verbs.Find(c.Name) is not { Arguments.Length: 0 }), command =>
            Assert.Contains(command.Options ?? [], option => option.Name == "text"));
    }

    [Fact]
    public void Names_descriptions_and_numbers_are_as_Discord_wants_them()
    {
        foreach (var command in Json())
        {
            var isMenu = (int)command["type"]! == CommandTypes.Message;
            Assert.Equal(isMenu, command["description"] is null);
            Assert.True(Size(command) <= LargestCommand, $"{command["name"]} has {Size(command)} characters");
            foreach (var part in isMenu ? [] : Parts(command))
            {
                var options = part["options"]?.AsArray() ?? [];
                Assert.All(Names(part), name => Assert.True(Name().IsMatch(name) && !name.Any(char.IsUpper), name));
                Assert.All(Descriptions(part), description => Assert.InRange(description.Length, 1, 100));
                Assert.InRange(options.Count, 0, 25);
                Assert.InRange(part["choices"]?.AsArray().Count ?? 0, 0, 25);
                Assert.False(part["choices"] is not null && (bool?)part["autocomplete"] == true);
                Assert.Equal(options.OrderByDescending(option => (bool?)option!["required"] == true), options);
            }
        }
    }

    [Fact]
    public void No_two_are_called_the_same_in_any_language()
    {
        foreach (var locale in Known.Prepend("en-US"))
        {
            Assert.Distinct(Json().Where(command => (int)command["type"]! == CommandTypes.Slash).Select(command => NameIn(command, locale)));
            foreach (var part in Json().SelectMany(Parts))
            {
                Assert.Distinct((part["options"]?.AsArray() ?? []).Select(option => NameIn(option!, locale)));
            }
        }
    }

    [Fact]
    public void Everything_is_said_in_every_language_of_the_reader_of_times()
    {
        foreach (var part in Json().Where(command => (int)command["type"]! == CommandTypes.Slash).SelectMany(Parts))
        {
            Assert.True(Known.All(locale => part["description_localizations"]?[locale] is not null), $"{part["name"]} is not described in all languages");
            Assert.True((string?)part["name"] == "incident" || Known.All(locale => part["name_localizations"]?[locale] is not null), $"{part["name"]} is not named in all languages");
        }

        Assert.Equal(Known.Order(), Languages.Locales.Order());
    }

    [Fact]
    public void Severities_are_chosen_and_layouts_entries_and_zones_are_asked_for()
    {
        var root = DiscordCommands.All(new CommandSettings { Severities = ["P1", "P2"] }, isGlobal: true)[0];

        Assert.Equal(["P1", "P2"], Option("set", "severity").Choices!.Select(choice => choice.Value));
        Assert.All(
            new[] { ("draft", "layout"), ("undo", "entry"), ("amend", "entry"), ("redact", "entry"), ("set", "zone"), ("set", "layout") },
            pair => Assert.True(Option(pair.Item1, pair.Item2).Autocomplete));

        CommandOption Option(string verb, string name) => root.Options!.Single(o => o.Name == verb).Options!.Single(o => o.Name == name);
    }

    [Fact]
    public void More_severities_than_Discord_shows_are_typed()
    {
        var root = DiscordCommands.All(new CommandSettings { Severities = [.. Enumerable.Range(1, 26).Select(i => $"S{i}")] }, isGlobal: true)[0];

        Assert.Null(root.Options!.Single(o => o.Name == "set").Options!.Single(o => o.Name == "severity").Choices);
    }

    [Fact]
    public void Only_commands_of_all_guilds_say_where_they_are_shown()
    {
        Assert.All(DiscordCommands.All(new CommandSettings(), isGlobal: true), command => Assert.Equal([0], command.Contexts));
        Assert.All(DiscordCommands.All(new CommandSettings(), isGlobal: false), command => Assert.Null(command.Contexts));
    }

    private static IEnumerable<JsonObject> Json() => DiscordRegistration.Write(new CommandSettings(), isGlobal: true).Select(command => command!.AsObject());

    private static IEnumerable<JsonObject> Parts(JsonObject part) =>
        (part["options"]?.AsArray() ?? []).SelectMany(option => Parts(option!.AsObject())).Prepend(part);

    /// <summary>Of each text the longest counts, in whatever language it is.</summary>
    private static int Size(JsonObject command) => Parts(command).Sum(part =>
        Names(part).Max(name => name.Length) + Descriptions(part).Select(d => d.Length).DefaultIfEmpty(0).Max()
        + (part["choices"]?.AsArray() ?? []).Sum(choice => ((string)choice!["name"]!).Length + ((string)choice["value"]!).Length));

    private static IEnumerable<string> Names(JsonObject part) => Texts(part, "name");

    private static IEnumerable<string> Descriptions(JsonObject part) => Texts(part, "description");

    private static IEnumerable<string> Texts(JsonObject part, string name) =>
        (part[$"{name}_localizations"]?.AsObject() ?? []).Select(pair => (string?)pair.Value).Append((string?)part[name]).OfType<string>();

    private static string NameIn(JsonNode part, string locale) => (string?)part["name_localizations"]?[locale] ?? (string)part["name"]!;

    [GeneratedRegex(@"^[-_'\p{L}\p{N}\p{IsDevanagari}\p{IsThai}]{1,32}$")]
    private static partial Regex Name();
}
