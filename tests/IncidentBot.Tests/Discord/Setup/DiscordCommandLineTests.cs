using IncidentBot.Cli;
using IncidentBot.Tests.Cli;
using IncidentBot.Tests.Discord.Fakes;

namespace IncidentBot.Tests.Discord.Setup;

public sealed class DiscordCommandLineTests
{
    [Fact]
    public async Task The_link_is_data_and_what_it_asks_for_is_said_beside_it()
    {
        using var program = new BotProgram { Environment = { ["Discord__ApplicationId"] = "1000000000000000001" } };

        var ran = await program.RunAsync("discord", "invite");

        Assert.Equal(ExitCode.Good, ran.ExitCode);
        Assert.StartsWith("https://discord.com/oauth2/authorize?client_id=1000000000000000001&scope=bot+applications.commands&permissions=", ran.Output, StringComparison.Ordinal);
        Assert.Contains("Pin Messages: pinning the status message", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_it_says_which_setting_is_needed()
    {
        using var program = new BotProgram();

        var ran = await program.RunAsync("discord", "register");

        Assert.Equal((ExitCode.Failed, ""), (ran.ExitCode, ran.Output));
        Assert.Contains("Discord:BotToken", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_are_registered_with_the_token_alone()
    {
        await using var discord = await FakeDiscord.StartAsync();
        using var program = Connected(discord);

        var ran = await program.RunAsync("discord", "register");

        Assert.Equal(ExitCode.Good, ran.ExitCode);
        Assert.StartsWith("everywhere: 15 commands registered", ran.Output, StringComparison.Ordinal);
        Assert.Single(discord.RequestsOf("PUT /applications/"));
    }

    [Fact]
    public async Task The_doctor_names_what_is_missing_in_Discord()
    {
        await using var discord = await FakeDiscord.StartAsync();
        discord.Fault("GET /users/@me/guilds", new FakeFault { Body = $$"""[{"id":"{{FakeDiscord.Guild}}","name":"ops","permissions":"{{(1UL << 10) | (1UL << 11) | (1UL << 16)}}"}]""" });
        using var program = Connected(discord);
        program.Environment["Discord__MessageContent"] = "true";

        var ran = await program.RunAsync("doctor");

        Assert.Equal(ExitCode.Failed, ran.ExitCode);
        Assert.Contains("ok   discord bot token: the app is incident-bot", ran.Output, StringComparison.Ordinal);
        Assert.Contains("BAD  discord intents: Discord:MessageContent is set, but Message Content Intent is off", ran.Output, StringComparison.Ordinal);
        Assert.Contains("the draft as a file (Attach Files)", ran.Output, StringComparison.Ordinal);
        Assert.Contains("warn discord commands: none are registered; run: incidentbot discord register", ran.Output, StringComparison.Ordinal);
        Assert.Contains("discord clock:", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeDiscord.BotToken, ran.Output + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_says_that_a_token_is_refused()
    {
        await using var discord = await FakeDiscord.StartAsync();
        using var program = Connected(discord);
        program.Environment["Discord__BotToken"] = "not.the-right.token-at-all";

        var ran = await program.RunAsync("doctor");

        Assert.Equal(ExitCode.Failed, ran.ExitCode);
        Assert.Contains("BAD  discord bot token: Discord refuses Discord:BotToken", ran.Output, StringComparison.Ordinal);
    }

    private static BotProgram Connected(FakeDiscord discord) => new()
    {
        Environment = { ["Discord__BotToken"] = FakeDiscord.BotToken, ["Discord__ApiUrl"] = discord.ApiUrl.AbsoluteUri },
    };
}
