using IncidentBot.Slack;
using IncidentBot.Tests.Fakes.Slack;
using IncidentBot.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace IncidentBot.Tests.Slack;

public sealed class SlackOptionsTests
{
    private static readonly (string, string) App = ("Slack:AppToken", FakeSlack.AppToken);
    private static readonly (string, string) Bot = ("Slack:BotToken", FakeSlack.BotToken);
    private static readonly (string, string) Secret = ("Slack:SigningSecret", FakeSlack.SigningSecret);

    [Fact]
    public void Without_a_token_nothing_of_Slack_is_on()
    {
        Assert.False(Read().IsOn);
        Assert.False(Read(("Slack:AppToken", ""), ("Slack:BotToken", " "), ("Slack:SigningSecret", "")).IsOn);
    }

    [Fact]
    public void The_tokens_say_how_it_connects()
    {
        Assert.Equal((true, true, false), Ways(Read(App, Bot)));
        Assert.Equal((true, false, true), Ways(Read(Bot, Secret)));
        Assert.Equal((true, true, true), Ways(Read(App, Bot, Secret)));
        Assert.Equal("Slack is on", $"{Read(App, Bot, Secret)}");
    }

    public static TheoryData<string, (string, string)[]> Wrong => new()
    {
        { "Slack:AppToken", [("Slack:AppToken", "xoxb-secret"), Bot] },
        { "Slack:AppToken", [Bot] },
        { "Slack:BotToken", [App, ("Slack:BotToken", "xapp-secret")] },
        { "Slack:BotToken", [App, ("Slack:BotToken", "xoxp-secret")] },
        { "Slack:BotToken", [App] },
        { "Slack:BotToken", [Secret] },
        { "Slack:SigningSecret", [App, Bot, ("Slack:PreviousSigningSecret", "secret")] },
        { "Slack:ApiUrl", [App, Bot, ("Slack:ApiUrl", "slack.com")] },
        { "Slack:ApiUrl", [App, Bot, ("Slack:ApiUrl", "http://slack.com/api/")] },
        { "Slack:ApiUrl", [App, Bot, ("Slack:ApiUrl", "ftp://127.0.0.1/api/")] },
        { "Slack:ApiUrl", [App, Bot, ("Slack:ApiUrl", "https://user:secret@slack.com/api/")] },
        { "Slack:Connections", [App, Bot, ("Slack:Connections", "0")] },
        { "Slack:Connections", [App, Bot, ("Slack:Connections", "10")] },
        { "Slack:Connections", [App, Bot, ("Slack:Connections", "two")] },
        { "Slack:Reactions:fire", [App, Bot, ("Slack:Reactions:fire", "status")] },
        { "Slack:Reactions:fire", [App, Bot, ("Slack:Reactions:fire", "nonsense")] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named_and_no_secret_told(string setting, (string, string)[] settings)
    {
        var refusal = Assert.Throws<SettingException>(() => Read(settings));

        Assert.StartsWith($"{setting}: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("xoxb-secret", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("xoxp-secret", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4100/api", "http://127.0.0.1:4100/api/")]
    [InlineData("https://slack-gov.com/api/", "https://slack-gov.com/api/")]
    public void The_address_of_the_API_can_be_another(string url, string read) => Assert.Equal(new Uri(read), Read(App, Bot, ("Slack:ApiUrl", url)).ApiUrl);

    [Fact]
    public void Reactions_come_on_top_of_the_standard_and_can_be_taken_out()
    {
        var reactions = Read(("Slack:Reactions:fire", "detected"), ("Slack:Reactions:no_entry", ""), ("Slack:Reactions:pushpin", "deadend")).Reactions;

        Assert.Equal(["fire detected", "pushpin dead-end"], reactions.Select(r => $"{r.Key} {r.Value}").Order());
    }

    [Fact]
    public void The_example_leaves_Slack_off()
    {
        var example = SlackOptions.Read(new ConfigurationBuilder().AddJsonFile(Path.Combine(Needs.Repository, "appsettings.example.json")).Build());

        Assert.False(example.IsOn);
        Assert.Equal(new SlackOptions().ApiUrl, example.ApiUrl);
        Assert.Equal(new SlackOptions().Reactions, example.Reactions);
    }

    private static (bool, bool, bool) Ways(SlackOptions options) => (options.IsOn, options.UsesSockets, options.UsesRequests);

    private static SlackOptions Read(params (string Setting, string Value)[] settings) => SlackOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Setting, s.Value))).Build());
}
