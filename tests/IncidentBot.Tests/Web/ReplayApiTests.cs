using System.Net;
using System.Net.Http.Json;
using IncidentBot.Cli;
using IncidentBot.Tests.Replays;
using NodaTime.Text;

namespace IncidentBot.Tests.Web;

/// <summary>The five documents, typed into the running program through HTTP.</summary>
public sealed class ReplayApiTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("incidentbot-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task Each_scores_a_hundred_with_the_time_each_line_was_sent() => await PlayAllAsync(script => script, withAt: true);

    [SkippableFact]
    public async Task Each_scores_a_hundred_with_absolute_times_in_the_text() => await PlayAllAsync(ReplayScoreTests.Late, withAt: false);

    private async Task PlayAllAsync(Func<ReplayScript, ReplayScript> change, bool withAt)
    {
        var files = Directory.GetFiles(Needs.Shared("replays"), "*.json").Order().ToList();
        Assert.NotEmpty(files);
        using var bot = await BotProcess.StartAsync(_folder);
        using var client = new HttpClient { BaseAddress = bot.Url };
        for (var i = 0; i < files.Count; i++)
        {
            var script = change(ReplayScript.Parse(await File.ReadAllTextAsync(files[i])));
            foreach (var step in script.Steps)
            {
                var at = withAt ? InstantPattern.ExtendedIso.Format(step.At) : null;
                using var response = await client.PostAsJsonAsync(
                    "api/commands", new { channel = script.Channel, user = new { id = step.User }, zone = script.Zone, text = step.Line, at });
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }

            var draft = await client.GetStringAsync($"api/incidents/INC-{i + 1}/draft?layout={script.Layout}");
            await Score.AssertFullAsync(files[i], draft);
        }
    }
}
