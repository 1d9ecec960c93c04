using IncidentBot.Cli;
using IncidentBot.Tests.Replays;

namespace IncidentBot.Tests.Slack;

/// <summary>The five documents typed in Slack, long after, with their times in the text: the scorer finds all of it.</summary>
public sealed class SlackReplayTests
{
    [SkippableTheory]
    [InlineData("seed-000.json")]
    [InlineData("seed-001.json")]
    [InlineData("seed-002.json")]
    [InlineData("seed-003.json")]
    [InlineData("seed-004.json")]
    public async Task A_replay_typed_in_Slack_scores_a_hundred(string name)
    {
        var path = Needs.Shared($"replays/{name}");
        var script = ReplayScoreTests.Late(ReplayScript.Parse(await File.ReadAllTextAsync(path)));
        await using var room = await SlackRoom.OpenAsync();
        foreach (var step in script.Steps)
        {
            room.Slack.Workspace.Know(Id(step), step.User, script.Zone ?? "UTC");
            var ack = await room.Slack.SlashAsync(Escaped(step.Line), Id(step));
            Assert.DoesNotContain("ot recorded", ack.Text, StringComparison.Ordinal);
        }

        var draft = await room.Bot.GetAsync($"/api/incidents/INC-1/draft?format=txt{(script.Layout is { } layout ? $"&layout={layout}" : "")}");

        await Score.AssertFullAsync(path, await draft.Content.ReadAsStringAsync());
    }

    private static string Id(ReplayStep step) => "U0" + string.Concat(step.User.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static string Escaped(string line) => line
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
