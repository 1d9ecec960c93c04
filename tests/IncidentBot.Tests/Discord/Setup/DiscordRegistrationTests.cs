using IncidentBot.Core.Commands;
using IncidentBot.Discord;
using IncidentBot.Discord.Setup;
using IncidentBot.Discord.Wire;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Tests.Discord.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Discord.Setup;

public sealed class DiscordRegistrationTests
{
    [Fact]
    public async Task Commands_are_registered_once_and_again_when_they_have_changed()
    {
        await using var discord = await FakeDiscord.StartAsync();

        Assert.Equal((true, "everywhere"), await RegisterAsync(discord));
        Assert.Equal((true, "everywhere"), await RegisterAsync(discord));
        Assert.Single(Overwrites(discord));
        Assert.Equal((true, "everywhere"), await RegisterAsync(discord, root: "inc"));
        Assert.Equal(2, Overwrites(discord).Count);
    }

    [Fact]
    public async Task Each_guild_of_the_settings_gets_them_and_nobody_else()
    {
        await using var discord = await FakeDiscord.StartAsync();

        Assert.Equal((true, $"guild {FakeDiscord.Guild}"), await RegisterAsync(discord, guild: FakeDiscord.Guild));

        Assert.Equal([$"PUT /applications/{FakeDiscord.Application}/guilds/{FakeDiscord.Guild}/commands"], Overwrites(discord).Select(request => request.Line));
    }

    [Fact]
    public async Task A_refused_list_leaves_the_old_commands_and_names_the_field()
    {
        await using var discord = await FakeDiscord.StartAsync();
        await RegisterAsync(discord);
        discord.Fault("PUT /applications/", new FakeFault
        {
            Status = 400,
            Body = """{"code":50035,"message":"Invalid Form Body","errors":{"0":{"options":{"3":{"name":{"_errors":[{"code":"X","message":"Must be lowercase"}]}}}}}}""",
        });

        var (isGood, result) = await RegisterAsync(discord, root: "inc", says: registration => registration.Result);

        Assert.False(isGood);
        Assert.Contains("the old ones stay", result, StringComparison.Ordinal);
        Assert.Contains("0.options.3.name", result, StringComparison.Ordinal);
        Assert.Contains("Must be lowercase", result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, 50001, "discord invite")]
    [InlineData(400, 30034, "wait until tomorrow")]
    [InlineData(401, 0, "refuse")]
    public async Task What_stands_in_the_way_is_said_with_what_to_do(int status, int code, string advice)
    {
        await using var discord = await FakeDiscord.StartAsync();
        discord.Fault("PUT /applications/", FakeFault.Error(status, code));

        var (isGood, result) = await RegisterAsync(discord, guild: FakeDiscord.Guild, says: registration => registration.Result);

        Assert.False(isGood);
        Assert.Contains(advice, result, StringComparison.OrdinalIgnoreCase);
    }

    private static IReadOnlyList<FakeRequest> Overwrites(FakeDiscord discord) => discord.RequestsOf("PUT /applications/");

    private static async Task<(bool IsGood, string Said)> RegisterAsync(
        FakeDiscord discord, string root = "incident", string? guild = null, Func<Registration, string>? says = null)
    {
        var options = new DiscordOptions { BotToken = FakeDiscord.BotToken, ApiUrl = discord.ApiUrl, GuildIds = guild is null ? [] : [guild] };
        using var http = new DiscordHttp(options, TimeProvider.System);
        using var calls = new DiscordCalls(options, http, new DiscordHealth(TimeProvider.System), TimeProvider.System, Random.Shared, NullLogger<DiscordCalls>.Instance);
        var registration = new DiscordRegistration(new DiscordApi(calls), new DiscordSetup(calls), options, new CommandSettings { Root = root });
        var done = Assert.Single(await registration.RegisterAsync(FakeDiscord.Application, CancellationToken.None));
        return (done.IsGood, says is null ? done.Where : says(done));
    }
}
