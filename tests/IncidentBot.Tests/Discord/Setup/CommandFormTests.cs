using System.Text.Json.Nodes;
using IncidentBot.Core.Commands;
using IncidentBot.Discord.Setup;

namespace IncidentBot.Tests.Discord.Setup;

public sealed class CommandFormTests
{
    [Fact]
    public void Ours_as_Discord_gives_them_back_are_the_same()
    {
        var ours = DiscordRegistration.Write(new CommandSettings(), isGlobal: true);

        Assert.True(CommandForm.AreSame(ours, AsDiscordSays(ours)));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("description")]
    [InlineData("name_localizations")]
    [InlineData("options")]
    [InlineData("contexts")]
    public void Whatever_people_would_see_otherwise_makes_them_others(string part)
    {
        var (ours, theirs) = (DiscordRegistration.Write(new CommandSettings(), isGlobal: true), DiscordRegistration.Write(new CommandSettings(), isGlobal: true));
        theirs[1]![part] = part switch
        {
            "name" or "description" => "other",
            "name_localizations" => new JsonObject { ["de"] = "anders" },
            _ => new JsonArray(),
        };

        Assert.False(CommandForm.AreSame(ours, theirs));
    }

    [Fact]
    public void A_missing_command_the_order_of_options_and_another_choice_are_differences()
    {
        var ours = DiscordRegistration.Write(new CommandSettings(), isGlobal: true);
        var (fewer, turned) = (ours.DeepClone().AsArray(), ours.DeepClone().AsArray());
        fewer.RemoveAt(3);
        var options = turned[2]!["options"]!.AsArray();
        var first = options[0];
        options.RemoveAt(0);
        options.Add(first);

        Assert.False(CommandForm.AreSame(ours, fewer));
        Assert.False(CommandForm.AreSame(ours, turned));
        Assert.False(CommandForm.AreSame(ours, DiscordRegistration.Write(new CommandSettings { Severities = ["P1"] }, isGlobal: true)));
        Assert.False(CommandForm.AreSame(ours, []));
    }

    /// <summary>In another order, with ids and versions, every default said, and nulls where nothing is.</summary>
    private static JsonArray AsDiscordSays(JsonArray ours)
    {
        var id = 1;
        var theirs = ours.DeepClone().AsArray().Select(command => command!.DeepClone().AsObject()).Reverse().ToList();
        foreach (var command in theirs)
        {
            command["id"] = $"{id++}";
            command["application_id"] = "7";
            command["version"] = $"{id++}";
            command["default_member_permissions"] = null;
            command["dm_permission"] = true;
            command["nsfw"] = false;
            command["integration_types"] = new JsonArray(0);
            command["description"] = command["description"]?.DeepClone() ?? "";
            command["name_localizations"] = command["name_localizations"]?.DeepClone();
            foreach (var option in (command["options"]?.AsArray() ?? []).Select(option => option!.AsObject()))
            {
                option["required"] = option["required"]?.DeepClone() ?? false;
                option["choices"] = option["choices"]?.DeepClone();
                option["options"] = option["options"]?.DeepClone() ?? new JsonArray();
            }
        }

        return new JsonArray([.. theirs]);
    }
}
