using IncidentBot.Cli;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using IncidentBot.Tests.Fakes;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Tests.Replays;

/// <summary>The five documents, played as they were typed, must come out again: a scorer nobody here wrote says so.</summary>
public sealed class ReplayScoreTests
{
    private static readonly LocalDateTimePattern Absolute = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    [SkippableTheory]
    [InlineData("seed-000.json")]
    [InlineData("seed-001.json")]
    [InlineData("seed-002.json")]
    [InlineData("seed-003.json")]
    [InlineData("seed-004.json")]
    public async Task A_replay_scores_a_hundred(string name)
    {
        var path = Needs.Shared($"replays/{name}");

        await Score.AssertFullAsync(path, await PlayAsync(ReplayScript.Parse(await File.ReadAllTextAsync(path))));
    }

    [SkippableTheory]
    [InlineData("seed-000.json")]
    [InlineData("seed-001.json")]
    [InlineData("seed-002.json")]
    [InlineData("seed-003.json")]
    [InlineData("seed-004.json")]
    public async Task A_replay_typed_long_after_with_absolute_times_scores_a_hundred(string name)
    {
        var path = Needs.Shared($"replays/{name}");

        await Score.AssertFullAsync(path, await PlayAsync(Late(ReplayScript.Parse(await File.ReadAllTextAsync(path)))));
    }

    /// <summary>The same lines, typed a year later a second apart, with the time said in each moment.</summary>
    internal static ReplayScript Late(ReplayScript script)
    {
        var typed = script.Steps[^1].At + Duration.FromDays(365);
        return script with
        {
            Steps = [.. script.Steps.Select((step, i) => step with { At = typed + Duration.FromSeconds(i), Line = Dated(script, step) })],
        };
    }

    private static string Dated(ReplayScript script, ReplayStep step)
    {
        if (CommandParser.Parse(step.Line) is not Command.RecordMoment moment)
        {
            return step.Line;
        }

        var zone = Zones.Get(script.Zone ?? "UTC");
        var reading = TimeReader.Read(moment.Text, step.At, zone, locale: null);
        var local = (reading.Start ?? step.At).InZone(zone).LocalDateTime;
        return $"/{moment.Kind.Verb()} {Absolute.Format(local)} {reading.Rest}".TrimEnd();
    }

    private static async Task<string> PlayAsync(ReplayScript script)
    {
        var drafts = new DraftCompiler(LayoutLibrary.Load([]), TimeProvider.System);
        var store = new MemoryStore();
        var handler = new CommandHandler(store, drafts, new CommandSettings());
        var incident = await ReplayPlayer.PlayAsync(script, handler, store, (_, _) => { }, CancellationToken.None);
        return drafts.Compile(incident!, script.Layout, DraftFormat.Text, withRoute: false).Content;
    }
}
