using System.Text.Json;
using IncidentBot.Cli;
using IncidentBot.Tests.Replays;

namespace IncidentBot.Tests.Cli;

public sealed class ReplayCommandTests : IDisposable
{
    private readonly BotProgram _program = new();

    public void Dispose() => _program.Dispose();

    [SkippableTheory]
    [InlineData("seed-000.json")]
    [InlineData("seed-001.json")]
    [InlineData("seed-002.json")]
    [InlineData("seed-003.json")]
    [InlineData("seed-004.json")]
    public async Task Each_of_the_five_documents_comes_out_of_the_command_line(string name)
    {
        var script = Needs.Shared($"replays/{name}");

        var ran = await _program.RunAsync("replay", script);

        await Score.AssertFullAsync(script, ran.Output);
    }

    [Fact]
    public async Task Only_the_draft_is_on_standard_output_and_the_answers_on_standard_error()
    {
        var ran = await _program.RunAsync("replay", Storefront);

        Assert.Equal(ExitCode.Good, ran.ExitCode);
        GoldenFile.Matches("storefront.plain-label.txt", ran.Output);
        Assert.Contains("✓ INC-1 #1 detected · today 23:05 EDT (Sun 2 Nov 03:05 UTC), 7 min ago · Orders", ran.Error, StringComparison.Ordinal);
        Assert.Contains("Not recorded: Thu 1 Jan 2026 00:00 EST is in", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_into_a_database_stays_there()
    {
        var ran = await _program.RunAsync("replay", Storefront, "--db", "kept.db", "--format", "json");
        var verify = await _program.RunAsync("verify", "--db", "kept.db");
        _program.Environment["Storage__Path"] = "kept.db";
        var list = await _program.RunAsync("list");

        Assert.Equal("INC-1", JsonDocument.Parse(ran.Output).RootElement.GetProperty("id").GetString());
        Assert.Equal(ExitCode.Good, verify.ExitCode);
        Assert.Contains("Payments refused on a Saturday night", list.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("no json")]
    [InlineData("""{"steps":[{"at":"yesterday","command":"/note"}]}""")]
    [InlineData("""{"steps":[{"at":"2026-03-05T09:00:00Z"}]}""")]
    public async Task What_is_no_script_is_refused_in_one_line(string content)
    {
        var file = Path.Combine(_program.Folder, "script.json");
        await File.WriteAllTextAsync(file, content);

        var ran = await _program.RunAsync("replay", file);

        Assert.Equal((ExitCode.Failed, ""), (ran.ExitCode, ran.Output));
        Assert.Single(ran.Error.TrimEnd('\n').Split('\n'));
    }

    private static string Storefront => Path.Combine(Needs.Repository, "tests", "IncidentBot.Tests", "Replays", "storefront.json");
}
