using System.Text.Json.Nodes;
using IncidentBot.Cli;
using IncidentBot.Tests.Discord.Fakes;
using IncidentBot.Tests.Replays;

namespace IncidentBot.Tests.Discord;

/// <summary>The five documents typed in Discord, long after, with their times in the text: the scorer finds all of it.</summary>
public sealed class DiscordReplayTests
{
    [SkippableTheory]
    [InlineData("seed-000.json")]
    [InlineData("seed-001.json")]
    [InlineData("seed-002.json")]
    [InlineData("seed-003.json")]
    [InlineData("seed-004.json")]
    public async Task A_replay_typed_in_Discord_scores_a_hundred(string name)
    {
        var path = Needs.Shared($"replays/{name}");
        var script = ReplayScoreTests.Late(ReplayScript.Parse(await File.ReadAllTextAsync(path)));
        await using var room = await DiscordRoom.OpenAsync();
        foreach (var zone in script.Steps.Select(step => step.User).Distinct())
        {
            await Type(room, $"/incident zone {script.Zone ?? "UTC"}", zone);
        }

        foreach (var step in script.Steps)
        {
            var answer = await Type(room, step.Line, step.User);
            Assert.DoesNotContain("ot recorded", Said.By(answer), StringComparison.Ordinal);
        }

        var draft = await room.Bot.GetAsync($"/api/incidents/INC-1/draft?format=txt{(script.Layout is { } layout ? $"&layout={layout}" : "")}");

        await Score.AssertFullAsync(path, await draft.Content.ReadAsStringAsync());
    }

    /// <summary>The line as its command, with all else in the text; each person has their own name.</summary>
    private static Task<JsonObject> Type(DiscordRoom room, string line, string user)
    {
        var words = line.TrimStart('/').Split(' ', 3);
        var (name, text) = words[0] != "incident" ? (words[0], line.Split(' ', 2).ElementAtOrDefault(1))
            : ($"incident {words[1]}", words.ElementAtOrDefault(2));
        var data = FakeCommands.Data(name, text is null ? [] : [("text", text)]);
        return room.Discord.Interact(2, data, Id(user), change: payload => payload["member"]!["nick"] = user).AnswerAsync();
    }

    private static string Id(string user) => $"4{string.Concat(user.Select(c => $"{c % 100:00}"))}"[..Math.Min(18, 1 + (2 * user.Length))];
}
