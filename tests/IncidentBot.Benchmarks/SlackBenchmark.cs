using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using IncidentBot.Slack.Wire.Http;
using IncidentBot.Web.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Benchmarks;

/// <summary>
/// Slash commands through both of Slack's ways: signed requests, each connection sending as soon as it is answered; and
/// a socket at a pace of its own, from the frame to its acknowledgement. The bot does what it does for people: stores,
/// confirms, and keeps a status message up to date.
/// </summary>
internal static class SlackBenchmark
{
    private const string Secret = "a secret for measuring";
    private const int Connections = 64;
    private const int Channels = 16;
    private const int PerSecond = 100;
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(8);

    public static async Task RunAsync()
    {
        using var folder = new BenchmarkFolder();
        await using var slack = await SlackStub.StartAsync();
        await using var bot = BotHost.Build(new Dictionary<string, string?>
        {
            ["Web:Url"] = "http://127.0.0.1:0",
            ["Storage:Path"] = folder.File("incidents.db"),
            ["Slack:ApiUrl"] = slack.ApiUrl,
            ["Slack:BotToken"] = "xoxb-measuring",
            ["Slack:AppToken"] = "xapp-measuring",
            ["Slack:SigningSecret"] = Secret,
        });
        await bot.StartAsync();
        await slack.Connected;
        var address = new Uri(bot.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/slack/commands");
        Console.WriteLine($"signed commands, {Connections} at once   {await RequestsAsync(address)}");
        Console.WriteLine($"frame to acknowledgement       {await FramesAsync(slack)}");
    }

    private static async Task<Latencies> RequestsAsync(Uri address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Connections });
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, Connections).Select(i => Task.Run(() => SendAsync(i))));
        return new Latencies([.. all.SelectMany(l => l)], Measuring);

        async Task<List<double>> SendAsync(int connection)
        {
            List<double> latencies = [];
            for (var n = 0; clock.Elapsed < Warming + Measuring; n++)
            {
                var body = Encoding.UTF8.GetBytes(
                    $"team_id=T1&channel_id=C{connection % Channels}&user_id=U1&user_name=ana&command=%2F{(n == 0 ? "detected" : "note")}"
                    + $"&text=step+{n}+of+the+load&trigger_id={connection}.{n}&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F{connection}%2F{n}");
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
                var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                content.Headers.Add("X-Slack-Request-Timestamp", timestamp);
                content.Headers.Add("X-Slack-Signature", SlackSignature.Sign(Secret, timestamp, body));
                var sent = clock.Elapsed;
                using var response = await http.PostAsync(address, content);
                response.EnsureSuccessStatusCode();
                if (sent > Warming)
                {
                    latencies.Add((clock.Elapsed - sent).TotalMilliseconds);
                }
            }

            return latencies;
        }
    }

    private static Task<Latencies> FramesAsync(SlackStub slack) => Loads.PacedAsync(
        PerSecond, Warming, Measuring, n => slack.SlashAsync($"frame-{n}", $"C{n % Channels}", $"step {n} of the frames"));
}
