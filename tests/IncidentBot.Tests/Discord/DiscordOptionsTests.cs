using IncidentBot.Discord;
using IncidentBot.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace IncidentBot.Tests.Discord;

public sealed class DiscordOptionsTests
{
    private const string Token = "MTAwMDAw.FAKE00.not-a-real_token";

    [Fact]
    public void Without_a_token_Discord_is_off() => Assert.False(Read().IsOn);

    [Fact]
    public void With_a_token_it_is_on_and_asks_for_nothing_that_needs_a_switch()
    {
        var options = Read(("Discord:BotToken", $"Bot {Token}"), ("Discord:GuildIds", "123456789012345678, 223456789012345678"));

        Assert.True(options.IsOn);
        Assert.False(options.UsesRequests);
        Assert.False(options.MessageContent);
        Assert.Equal(Token, options.BotToken);
        Assert.Equal(["123456789012345678", "223456789012345678"], options.GuildIds);
        Assert.Equal("https://discord.com/api/v10/", options.ApiUrl.AbsoluteUri);
        Assert.Equal("note", options.Reactions["📌"]);
        Assert.DoesNotContain(Token, options.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Discord:BotToken", "two words")]
    [InlineData("Discord:ApplicationId", "my-app")]
    [InlineData("Discord:GuildIds", "ops")]
    [InlineData("Discord:PublicKey", "abc")]
    [InlineData("Discord:ApiUrl", "http://discord.com/api/v10/")]
    [InlineData("Discord:ApiUrl", "https://user@discord.com/")]
    [InlineData("Discord:MessageContent", "maybe")]
    [InlineData("Discord:Shards", "0")]
    [InlineData("Discord:Reactions:🔥", "no-such-command")]
    public void A_wrong_setting_is_named(string setting, string value)
    {
        var problem = Assert.Throws<SettingException>(() => Read(("Discord:BotToken", Token), (setting, value)));

        Assert.Contains(setting, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_public_key_alone_is_not_enough() =>
        Assert.Throws<SettingException>(() => Read(("Discord:PublicKey", new string('a', 64))));

    [Fact]
    public void An_empty_verb_takes_a_reaction_out() =>
        Assert.DoesNotContain("📌", Read(("Discord:BotToken", Token), ("Discord:Reactions:📌", "")).Reactions.Keys);

    private static DiscordOptions Read(params (string Setting, string Value)[] settings) => DiscordOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(
        settings.GroupBy(s => s.Setting).Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Last().Value))).Build());
}
