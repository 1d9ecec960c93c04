using IncidentBot.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace IncidentBot.Tests.Web;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Web:Url", "nonsense")]
    [InlineData("Web:Url", "https://127.0.0.1:5080")]
    [InlineData("Web:Url", "ftp://127.0.0.1")]
    [InlineData("Web:Url", "http://127.0.0.1:99999")]
    [InlineData("Web:Url", "http://127.0.0.1:5080/path")]
    [InlineData("Web:Url", "http://unix:/tmp/x.sock")]
    [InlineData("Web:PublicUrl", "bot.example.org")]
    [InlineData("Web:PublicUrl", "https://bot.example.org/path")]
    [InlineData("Web:PublicUrl", "ftp://bot.example.org")]
    [InlineData("Web:AllowedHosts", "a b")]
    [InlineData("Web:AllowedHosts", "bot.example.org;http://x")]
    [InlineData("Web:AccessKeyFile", "/no/such/file")]
    [InlineData("Commands:Root", "Incident")]
    [InlineData("Commands:Root", "/incident")]
    [InlineData("Commands:Root", "two words")]
    [InlineData("Commands:AcrossCommunities", "perhaps")]
    [InlineData("Commands:Root", "abcdefghijklmnopqrstuvwxyzabcdefg")]
    [InlineData("Defaults:Zone", "Mars/Base")]
    [InlineData("Drafts:LayoutFolder", "/no/such/folder")]
    [InlineData("Drafts:DefaultLayout", "nonsense")]
    public void A_wrong_setting_stops_the_start_with_a_line_that_names_it(string setting, string value)
    {
        var refusal = Assert.Throws<SettingException>(() => BotHost.Build([new(setting, value), new("Storage:Path", Unused)]));

        Assert.StartsWith(setting + ": ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://bot.example.org:5080")]
    [InlineData("http://192.168.1.5:5080")]
    public void Listening_beyond_loopback_needs_a_key(string url)
    {
        Assert.Contains("Web:AccessKey", Refusal(("Web:Url", url)), StringComparison.Ordinal);
        Assert.Contains("Web:AccessKey", Refusal(("Web:Url", url), ("Web:AccessKey", "only 15 letters")), StringComparison.Ordinal);
        Assert.True(Read(("Web:Url", url), ("Web:AccessKey", "just 16 letters!")).DemandsKey);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.1.2.3:5080")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://LOCALHOST:5080/")]
    [InlineData("http://[::1]:5080")]
    public void Listening_on_loopback_needs_none(string url) => Assert.False(Read(("Web:Url", url)).DemandsKey);

    [Fact]
    public void A_public_address_needs_a_key() =>
        Assert.Contains("Web:AccessKey", Refusal(("Web:PublicUrl", "https://bot.example.org")), StringComparison.Ordinal);

    [Fact]
    public void Lists_are_read_in_each_form()
    {
        Assert.Equal(["a.example", "b.example"], Read(("Web:AllowedHosts", "a.example; b.example")).AllowedHosts);
        Assert.Equal(["a.example", "b.example"], Read(("Web:AllowedHosts:0", "a.example"), ("Web:AllowedHosts:1", "b.example")).AllowedHosts);
    }

    [Fact]
    public void A_secret_is_read_from_the_file_that_is_named()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "a key from a file\n");
        var given = Configuration(("Web:AccessKeyFile", file));

        var secrets = SecretFiles.Read(given);

        Assert.Equal([KeyValuePair.Create<string, string?>("Web:AccessKey", "a key from a file")], secrets);
        Assert.Throws<SettingException>(() => SecretFiles.Read(Configuration(("Web:AccessKeyFile", file), ("Web:AccessKey", "another"))));
        File.WriteAllText(file, "\n");
        Assert.Throws<SettingException>(() => SecretFiles.Read(given));
        File.Delete(file);
    }

    [Fact]
    public void The_example_is_good_as_it_stands()
    {
        var example = new ConfigurationBuilder().AddJsonFile(Path.Combine(Needs.Repository, "appsettings.example.json")).Build();

        Assert.Equal(new WebOptions().Url, WebOptions.Read(example).Url);
        Assert.Equal("incident", CommandOptions.Read(example).Root);
        Assert.Equal("plain-label", DraftOptions.Read(example).DefaultLayout);
    }

    private static string Unused { get; } = Path.Combine(Path.GetTempPath(), "incidentbot-test-unused", "incidents.db");

    private static WebOptions Read(params (string, string)[] settings) => WebOptions.Read(Configuration(settings));

    private static string Refusal(params (string, string)[] settings) =>
        Assert.Throws<SettingException>(() => Read(settings)).Message;

    private static IConfigurationRoot Configuration(params (string Setting, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Setting, s.Value))).Build();
}
